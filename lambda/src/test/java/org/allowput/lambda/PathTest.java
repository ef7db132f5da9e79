package org.allowput.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tree of calls in docs/architecture.md, from the handler to the acknowledged PUT. */
class PathTest {
    private static final int MOST_CLASSES = 20;

    private record Call(int depth, String type, String method) {
        static Call of(String line) {
            String call = line.strip();
            int dot = call.indexOf('.');
            return new Call(line.indexOf(call), call.substring(0, dot), call.substring(dot + 1));
        }
    }

    @Test
    void eachLineIsCalledByTheLineAboveIt() throws IOException {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.allowput");
        Deque<Call> callers = new ArrayDeque<>();
        List<Call> path = path();
        for (Call call : path) {
            while (!callers.isEmpty() && callers.peek().depth() >= call.depth()) {
                callers.pop();
            }
            if (!callers.isEmpty()) {
                Call caller = callers.peek();
                assertThat(calls(classes, type(classes, caller.type())))
                        .as("calls of " + caller.type())
                        .contains(call.type() + "." + call.method());
            }
            callers.push(call);
        }
        assertThat(path).hasSizeGreaterThan(MOST_CLASSES);
    }

    @Test
    void fromTheHandlerToThePutThereAreAtMostTwentyClasses() throws IOException {
        List<Call> path = path();
        List<String> types = path.stream().map(Call::type).toList();
        int put = types.indexOf("S3Target");

        assertThat(path.get(put).method()).isEqualTo("put");
        assertThat(types.subList(0, put + 1).stream().distinct().count()).isLessThanOrEqualTo(MOST_CLASSES);
    }

    private static List<Call> path() throws IOException {
        List<Call> path = new ArrayList<>();
        boolean inTree = false;
        for (String line : Files.readAllLines(Path.of("../docs/architecture.md"))) {
            if (line.equals("```")) {
                if (inTree) {
                    return path;
                }
                inTree = true;
            } else if (inTree) {
                path.add(Call.of(line));
            }
        }
        throw new AssertionError("docs/architecture.md has no tree of calls");
    }

    private static JavaClass type(JavaClasses classes, String name) {
        return classes.stream()
                .filter(type -> type.getSimpleName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no class " + name));
    }

    /** The calls of a class and of the classes that are nested in it, since a reader has both before them. */
    private static List<String> calls(JavaClasses classes, JavaClass caller) {
        return classes.stream()
                .filter(type -> type.equals(caller) || type.getName().startsWith(caller.getName() + "$"))
                .flatMap(type -> Stream.<JavaAccess<?>>concat(
                        type.getCodeUnitCallsFromSelf().stream(), type.getCodeUnitReferencesFromSelf().stream()))
                .map(JavaAccess::getTarget)
                .map(target -> target.getOwner().getSimpleName() + "." + target.getName())
                .toList();
    }
}
