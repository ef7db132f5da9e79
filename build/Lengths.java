import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.tools.ToolProvider;

/** How long files and methods are: {@code java build/Lengths.java} */
final class Lengths {
    private record Length(String name, long lines) {}

    private Lengths() {}

    public static void main(String[] arguments) throws IOException {
        List<Path> files = new ArrayList<>();
        for (var module : List.of("lambda", "infra", "sandbox", "bench")) {
            try (var all = Files.walk(Path.of(module, "src/main/java"))) {
                all.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
            }
        }
        List<Length> classes = new ArrayList<>();
        for (var file : files) {
            classes.add(new Length(
                    file.getFileName().toString(), Files.readAllLines(file).size()));
        }
        print("file", classes);
        print("method", methods(files));
    }

    private static List<Length> methods(List<Path> files) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var task = (JavacTask) compiler.getTask(
                null,
                null,
                null,
                null,
                null,
                compiler.getStandardFileManager(null, null, null).getJavaFileObjectsFromPaths(files));
        var positions = Trees.instance(task).getSourcePositions();
        List<Length> methods = new ArrayList<>();
        for (CompilationUnitTree unit : task.parse()) {
            new TreePathScanner<Void, String>() {
                @Override
                public Void visitClass(ClassTree type, String outer) {
                    return super.visitClass(
                            type,
                            type.getSimpleName().isEmpty()
                                    ? outer
                                    : type.getSimpleName().toString());
                }

                @Override
                public Void visitMethod(MethodTree method, String type) {
                    var lines = unit.getLineMap();
                    var begin = lines.getLineNumber(positions.getStartPosition(unit, method));
                    var end = lines.getLineNumber(positions.getEndPosition(unit, method));
                    methods.add(new Length(type + "." + method.getName(), end - begin + 1));
                    return super.visitMethod(method, type);
                }
            }.scan(unit, "");
        }
        return methods;
    }

    private static void print(String what, List<Length> lengths) {
        var sorted =
                lengths.stream().sorted(Comparator.comparing(Length::lines)).toList();
        var longest = sorted.getLast();
        System.out.printf(
                "%d %ss: median %d lines, longest %d (%s)%n",
                sorted.size(), what, sorted.get(sorted.size() / 2).lines(), longest.lines(), longest.name());
    }
}
