package org.allowput.emulator.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.List;
import java.util.function.UnaryOperator;

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
        UnaryOperator<String> layer = name -> name.isEmpty() ? base : base + "." + name;
        LayeredArchitecture rule = layeredArchitecture().consideringOnlyDependenciesInLayers();
        for (String name : order) {
            rule = rule.layer(layer.apply(name)).definedBy(layer.apply(name));
        }
        for (String name : order.subList(0, order.size() - 1)) {
            String[] following = order.subList(order.indexOf(name) + 1, order.size()).stream()
                    .map(layer)
                    .toArray(String[]::new);
            rule = rule.whereLayer(layer.apply(name)).mayOnlyAccessLayers(following);
        }
        return rule.whereLayer(layer.apply(order.getLast()))
                .mayNotAccessAnyLayer()
                .ensureAllClassesAreContainedInArchitecture();
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
