package org.allowput.ops.proof.template;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.allowput.ops.proof.template.UnsupportedPolicyException.Collector;

/**
 * The types of resources that a template may have, with the properties that are read or let nobody do anything. All
 * others are refused: {@code resource-types.txt} lists both.
 */
public final class ResourceTypes {
    private static final String FILE = "resource-types.txt";

    private final Template template;
    private final Intrinsics intrinsics;
    private final Map<String, Set<String>> known = new TreeMap<>();

    /**
     * The types for a template.
     *
     * @param account A or B, whose template it is
     */
    public ResourceTypes(Template template, Intrinsics intrinsics, String account) {
        this.template = template;
        this.intrinsics = intrinsics;
        read().lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            String[] parts = line.split(" ", 3);
            if (parts[1].contains(account)) {
                known.put(
                        parts[0],
                        Arrays.stream(parts[2].split("\\|", -1)[0].trim().split(" ", -1))
                                .filter(property -> !property.contains(":") || property.endsWith(":" + account))
                                .map(property -> property.split(":", -1)[0])
                                .collect(Collectors.toSet()));
            }
        });
    }

    /**
     * Reads each resource, and names all that is not known.
     *
     * @throws UnsupportedPolicyException if something is not known
     */
    public void check() {
        Collector problems = new Collector();
        for (Template.Resource resource : template.resources()) {
            String where = template.place(resource);
            Set<String> properties = known.get(resource.type());
            if (properties == null) {
                problems.read(() -> {
                    throw new UnsupportedPolicyException(
                            where,
                            "the type " + resource.type() + " in this account's template",
                            "one of "
                                    + known.keySet().stream()
                                            .filter(type -> !type.contains("."))
                                            .toList());
                });
                continue;
            }
            resource.properties().forEach((name, value) -> {
                problems.read(() -> Template.refuseOthers(where, Map.of(name, value), properties));
                Set<String> nested = known.get(resource.type() + "." + name);
                if (nested != null) {
                    problems.read(() -> intrinsics
                            .elements(value)
                            .forEach(each -> Template.refuseOthers(
                                    where + " " + name, Template.object(each.value(), where + " " + name), nested)));
                }
            });
        }
        problems.finish();
    }

    private static String read() {
        try (InputStream file = Objects.requireNonNull(ResourceTypes.class.getResourceAsStream(FILE))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
