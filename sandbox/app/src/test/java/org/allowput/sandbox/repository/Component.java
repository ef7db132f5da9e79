package org.allowput.sandbox.repository;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.emulator.local.Unchecked;

/**
 * Something that others wrote and this project uses, and its licence in SPDX's words.
 *
 * @param name as its own registry calls it
 */
record Component(String name, String licence) {
    /** What a CycloneDX bill of materials lists, but for this project's own modules. */
    static List<Component> inBill(Path bill) {
        return maps(Unchecked.get(() -> JSON.std.mapFrom(Files.readString(bill))), "components")
                .map(component -> new Component(component.get("group") + ":" + component.get("name"), of(component)))
                .filter(component -> !component.name().startsWith("org.allowput:"))
                .toList();
    }

    private static String of(Map<?, ?> component) {
        return maps(component, "licenses")
                .map(choice -> choice.get("license") instanceof Map<?, ?> licence
                        ? Optional.<Object>ofNullable(licence.get("id")).orElse(licence.get("name"))
                        : choice.get("expression"))
                .map(Objects::toString)
                .collect(Collectors.joining(" AND "));
    }

    private static Stream<Map<?, ?>> maps(Map<?, ?> object, String name) {
        return object.get(name) instanceof List<?> list ? list.stream().map(each -> (Map<?, ?>) each) : Stream.of();
    }
}
