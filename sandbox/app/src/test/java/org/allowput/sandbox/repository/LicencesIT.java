package org.allowput.sandbox.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.emulator.Ministack;
import org.allowput.emulator.VirtualEnvironment;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.testing.Nightly;
import org.junit.jupiter.api.Test;

/** Whose the libraries are, and what their owners ask for. */
@Nightly(3)
class LicencesIT {
    private static final Checkout CHECKOUT = Checkout.current();
    private static final Path DOCUMENT = CHECKOUT.root().resolve("docs/releases.md");

    private static final String END = "<!-- end: licences -->";

    private static final String HEAD = """
        | licence | in the function's zip |
        | --- | --- |
        """;

    /** Of what is deployed: licences that ask for nothing but that they are named. */
    private static final Set<String> DEPLOYED = Set.of("Apache-2.0", "MIT", "MIT-0", "BSD-2-Clause", "BSD-3-Clause");

    /**
     * Besides, of what builds, deploys and tests it, as their authors write them: none of that is handed on. The choice
     * of python-dateutil is in its LICENSE file: Apache-2.0 or BSD-3-Clause.
     */
    private static final Set<String> USED = Set.of(
            "Apache License",
            "Apache-2.0 AND BSD-4-Clause",
            "Apache-2.0 OR BSD-3-Clause",
            "(CDDL-1.0 OR GPL-2.0-with-classpath-exception)",
            "Dual License",
            "EPL-2.0",
            "GNU General Public License (GPL), version 2, with the Classpath exception",
            "GPL-2.0-with-classpath-exception",
            "ISC",
            "MIT License",
            "MIT license",
            "PSF-2.0",
            "PSFL",
            "The (New) BSD License",
            "The MIT License (MIT)");

    private static final Pattern OF_NPM =
            Pattern.compile("\"node_modules/([^\"]+)\": \\{[^{}]*\"license\": \"([^\"]+)\"");
    /** The first of these that a Python package's metadata have, whose texts of whole licences are longer. */
    private static final List<Pattern> OF_PYTHON = Stream.of(
                    "License-Expression: (.+)", "License: (.{1,39})", "Classifier: License :: OSI Approved :: (.+)")
            .map(field -> Pattern.compile("(?m)^" + field + "$"))
            .toList();

    @Test
    void whatIsDeployedMayBeHandedOn() {
        assertThat(deployed())
                .isNotEmpty()
                .allSatisfy(component ->
                        assertThat(component.licence()).as(component.name()).isIn(DEPLOYED));
    }

    @Test
    void theJarOfTheCommandsMayBeHandedOn() {
        assertThat(Component.inBill(CHECKOUT.root().resolve("ops/jar/target/allow-put-to-s3.cdx.json")))
                .isNotEmpty()
                .allSatisfy(component ->
                        assertThat(component.licence()).as(component.name()).isIn(DEPLOYED));
    }

    @Test
    void whatBuildsDeploysAndTestsMayBeUsed() throws IOException {
        assertThat(used())
                .hasSizeGreaterThan(50)
                .allSatisfy(component -> assertThat(Stream.of(DEPLOYED, USED).flatMap(Collection::stream))
                        .as(component.name())
                        .contains(component.licence()));
    }

    @Test
    void theDocumentListsWhatIsDeployedWithItsLicence() throws IOException {
        String text = Files.readString(DOCUMENT);
        if (Boolean.getBoolean("licences.update")) {
            text = text.substring(0, text.indexOf("| licence |")) + table() + "\n" + END + "\n";
            Files.writeString(DOCUMENT, text);
        }
        Map<String, String[]> rows = text.substring(text.indexOf("| licence |"), text.indexOf(END))
                .lines()
                .filter(line -> line.startsWith("| "))
                .map(line -> line.substring(2, line.length() - 2).split(" \\| ", -1))
                .collect(Collectors.toMap(cells -> cells[0], cells -> cells[1].split(", ")));

        for (Component component : deployed()) {
            assertThat(rows.getOrDefault(component.licence(), new String[0]))
                    .as("docs/releases.md, row %s; -Dlicences.update=true writes it anew", component.licence())
                    .contains(component.name());
        }
    }

    private static List<Component> deployed() {
        return Component.inBill(CHECKOUT.root().resolve("lambda/target/function.cdx.json"));
    }

    private static List<Component> used() throws IOException {
        List<Component> used = new ArrayList<>(Component.inBill(CHECKOUT.root().resolve("target/bom.json")));
        for (Path lock : SourceFiles.named("package-lock.json")) {
            OF_NPM.matcher(Files.readString(lock))
                    .results()
                    .forEach(found -> used.add(new Component(found.group(1), found.group(2))));
        }
        Path libraries = VirtualEnvironment.prepare(CHECKOUT, new Ministack(), progress -> {})
                .folder()
                .resolve("lib");
        try (Stream<Path> files =
                Files.find(libraries, 4, (file, attributes) -> file.toString().matches(".*\\.dist-info/METADATA"))) {
            for (Path file : files.toList()) {
                String head = Files.readString(file).split("\n\n", 2)[0];
                String licence = OF_PYTHON.stream()
                        .flatMap(field -> field.matcher(head).results())
                        .map(found -> found.group(1))
                        .findFirst()
                        .orElse("none stated");
                used.add(new Component(file.getParent().getFileName().toString(), licence));
            }
        }
        return used;
    }

    private static String table() {
        Map<String, TreeSet<String>> names = new TreeMap<>();
        deployed()
                .forEach(component -> names.computeIfAbsent(component.licence(), licence -> new TreeSet<>())
                        .add(component.name()));
        return names.entrySet().stream()
                .map(row -> "| %s | %s |%n".formatted(row.getKey(), String.join(", ", row.getValue())))
                .collect(Collectors.joining("", HEAD, ""));
    }
}
