import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Formats every Java file of this repository with palantir-java-format, or checks that they are formatted.
 *
 * <p>Started by Maven: {@code mvn -N validate} checks, {@code mvn -N validate -Dformat=apply} rewrites.
 */
class Format {
    public static void main(String[] args) throws Exception {
        boolean apply = args[0].equals("apply");
        Path root = Path.of(args[1]);
        Formatter formatter = Formatter.createFormatter(JavaFormatterOptions.builder()
                .style(JavaFormatterOptions.Style.PALANTIR)
                .formatJavadoc(true)
                .build());
        List<Path> sources;
        try (Stream<Path> files = Files.walk(root)) {
            sources = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> root.relativize(file).toString().matches("build/[^/]*|[^/.]+/([^/.]+/)?src/.*"))
                    .sorted()
                    .toList();
        }
        List<Path> misformatted = sources.parallelStream()
                .filter(source -> isMisformatted(source, formatter, apply))
                .map(root::relativize)
                .toList();
        if (apply) {
            System.out.println("Formatted " + misformatted.size() + " of " + sources.size() + " files");
        } else if (!misformatted.isEmpty()) {
            System.err.println("Not formatted: " + misformatted + "\nRun: mvn -N validate -Dformat=apply");
            System.exit(1);
        }
    }

    /** Rewrites the file if {@code apply} is set. */
    private static boolean isMisformatted(Path source, Formatter formatter, boolean apply) {
        try {
            String before = Files.readString(source);
            String after = formatter.formatSourceAndFixImports(before);
            if (apply && !before.equals(after)) {
                Files.writeString(source, after);
            }
            return !before.equals(after);
        } catch (IOException | FormatterException e) {
            throw new IllegalStateException(source + ": " + e.getMessage(), e);
        }
    }
}
