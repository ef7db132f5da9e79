package org.allowput.emulator.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What each module's architecture test checks of its packages. */
public final class PackageRules {
    private static final int MAX_CLASSES = 15;

    private PackageRules() {}

    /**
     * Each package uses only packages that follow it, and there are no others.
     *
     * @param base the module's own package, which the names are relative to; the empty name is this package itself
     */
    public static ArchRule order(String base, String... names) {
        List<String> order = List.of(names);
        Map<String, List<String>> uses = new LinkedHashMap<>();
        order.forEach(name -> uses.put(name, order.subList(order.indexOf(name) + 1, order.size())));
        return uses(base, uses);
    }

    /**
     * Each package uses only the packages that its line names after the colon, and there are no others. Each one has a
     * {@code package-info.java} that names the same packages, and the class to read first.
     *
     * @param base the module's own package, which the names are relative to; the empty name is this package itself
     */
    public static ArchRule uses(String base, String lines) {
        Map<String, List<String>> uses = new LinkedHashMap<>();
        lines.lines()
                .map(line -> line.split(":", 2))
                .forEach(line -> uses.put(
                        line[0].strip(),
                        Stream.of(line[1].strip().split(" +"))
                                .filter(name -> !name.isEmpty())
                                .toList()));
        return CompositeArchRule.of(uses(base, uses)).and(described(base, uses));
    }

    private static ArchRule described(String base, Map<String, List<String>> uses) {
        return classes().should(new ArchCondition<>("be in a package whose package-info.java says what it may use") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                String name = type.getPackageName();
                List<String> used =
                        uses.getOrDefault(name.substring(Math.min(name.length(), base.length() + 1)), List.of());
                String expected = used.isEmpty()
                        ? "The package uses no other package of the module."
                        : "The package may use these packages of the module: " + String.join(", ", used) + ".";
                Path file = Path.of("src/main/java", name.replace('.', '/'), "package-info.java");
                events.add(new SimpleConditionEvent(
                        type,
                        isDescribed(file, expected),
                        file + ": expected \"Read {@link CLASS} first\" and \"" + expected + "\""));
            }
        });
    }

    private static boolean isDescribed(Path file, String expected) {
        try {
            String words = Files.readString(file).replaceAll("[\\s*]+", " ");
            return words.contains("Read {@link ") && words.contains(expected);
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ArchRule uses(String base, Map<String, List<String>> uses) {
        LayeredArchitecture rule = layeredArchitecture().consideringOnlyDependenciesInLayers();
        for (String name : uses.keySet()) {
            rule = rule.layer(layer(base, name)).definedBy(layer(base, name));
        }
        for (Map.Entry<String, List<String>> use : uses.entrySet()) {
            LayeredArchitecture.LayerDependencySpecification of = rule.whereLayer(layer(base, use.getKey()));
            String[] used =
                    use.getValue().stream().map(name -> layer(base, name)).toArray(String[]::new);
            rule = used.length == 0 ? of.mayNotAccessAnyLayer() : of.mayOnlyAccessLayers(used);
        }
        return rule.ensureAllClassesAreContainedInArchitecture();
    }

    private static String layer(String base, String name) {
        return name.isEmpty() ? base : base + "." + name;
    }

    /** At most 15 top-level classes per package. */
    public static ArchRule size() {
        return classes().should(new ArchCondition<>("be in a package of at most " + MAX_CLASSES + " classes") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                long size = type.getPackage().getClasses().stream()
                        .filter(other -> other.isTopLevelClass() && !other.isArray())
                        .map(JavaClass::getSimpleName)
                        .filter(name -> !name.equals("package-info"))
                        .count();
                events.add(new SimpleConditionEvent(
                        type,
                        size <= MAX_CLASSES,
                        type.getName() + " is in a package of " + size + " classes: move some of them by purpose"));
            }
        });
    }
}
