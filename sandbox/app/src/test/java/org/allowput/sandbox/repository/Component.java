package org.allowput.sandbox.repository;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.allowput.emulator.local.Unchecked;

/**
 * Something that others wrote and this project uses, and its licence in SPDX's words.
 *
 * @param name as its own registry calls it
 */
record Component(String name, String licence) {
    /** What authors wrote before there were SPDX's words; python-dateutil's choice is in its LICENSE file. */
    private static final Map<String, String> IN_OTHER_WORDS = Map.of(
            "Apache License",
            "Apache-2.0",
            "Dual License",
            "Apache-2.0 OR BSD-3-Clause",
            "MIT License",
            "MIT",
            "MIT license",
            "MIT",
            "The MIT License (MIT)",
            "MIT",
            "PSFL",
            "PSF-2.0",
            "The (New) BSD License",
            "BSD-3-Clause",
            "GNU General Public License (GPL), version 2, with the Classpath exception",
            "GPL-2.0-with-classpath-exception");

    Component {
        licence = IN_OTHER_WORDS.getOrDefault(licence, licence);
    }

    /** What a CycloneDX bill of materials lists, but for this project's own modules. */
    static List<Component> inBill(Path bill) {
        return maps(json(bill), "components")
                .map(Component::ofBill)
                .filter(component -> !component.name().startsWith("org.allowput:"))
                .toList();
    }

    /** What npm's lock file pins. */
    static List<Component> inNpmLock(Path lock) {
        return ((Map<?, ?>) Objects.requireNonNull(json(lock).get("packages")))
                .entrySet().stream()
                        .filter(entry -> !entry.getKey().equals(""))
                        .map(entry -> new Component(
                                String.valueOf(entry.getKey()).replaceFirst(".*node_modules/", ""),
                                String.valueOf(((Map<?, ?>) entry.getValue()).get("license"))))
                        .distinct()
                        .toList();
    }

    /** What is installed in a Python virtual environment, but for the installer itself. */
    static List<Component> inVirtualEnvironment(Path folder) {
        try (Stream<Path> files = Files.find(
                folder.resolve("lib"),
                4,
                (file, attributes) ->
                        file.endsWith("METADATA") && file.toString().contains(".dist-info"))) {
            return files.map(Component::ofPython)
                    .filter(Predicate.not(
                            component -> List.of("pip", "setuptools").contains(component.name())))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Component ofBill(Map<?, ?> component) {
        List<String> licences = maps(component, "licenses")
                .map(choice -> choice.get("license") instanceof Map<?, ?> licence
                        ? Optional.<Object>ofNullable(licence.get("id"))
                                .orElse(String.valueOf((Object) licence.get("name")))
                        : String.valueOf((Object) choice.get("expression")))
                .map(String::valueOf)
                .toList();
        return new Component(component.get("group") + ":" + component.get("name"), String.join(" AND ", licences));
    }

    /** https://packaging.python.org/en/latest/specifications/core-metadata/ */
    private static Component ofPython(Path metadata) {
        try (Stream<String> lines = Files.lines(metadata)) {
            List<String> head = lines.takeWhile(line -> !line.isEmpty()).toList();
            return new Component(
                    field(head, "Name: ").orElseThrow(),
                    field(head, "License-Expression: ")
                            .or(() -> field(head, "License: ").filter(text -> text.length() < 40))
                            .or(() -> field(head, "Classifier: License :: OSI Approved :: "))
                            .orElse("none stated"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> field(List<String> head, String name) {
        return head.stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip())
                .findFirst();
    }

    private static Map<?, ?> json(Path file) {
        return Unchecked.get(() -> JSON.std.mapFrom(Files.readString(file)));
    }

    private static Stream<Map<?, ?>> maps(Map<?, ?> object, String name) {
        return object.get(name) instanceof List<?> list ? list.stream().map(each -> (Map<?, ?>) each) : Stream.of();
    }
}
