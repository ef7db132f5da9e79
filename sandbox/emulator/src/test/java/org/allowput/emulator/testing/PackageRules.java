package org.allowput.emulator.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
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
     * Each package uses only the packages that its line names after the colon, and there are no others.
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
        return uses(base, uses);
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
