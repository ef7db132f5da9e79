package org.allowput.sandbox.repository;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.allowput.emulator.Ministack;
import org.allowput.emulator.VirtualEnvironment;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.ExternalCommand;
import org.allowput.emulator.local.Unchecked;
import org.allowput.emulator.testing.Nightly;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * That what others wrote is what was chosen, whose it is, and what its owners ask for; and that what is deployed is
 * what was built from this source.
 */
class SupplyChainIT {
    private static final Checkout CHECKOUT = Checkout.current();
    private static final Path FUNCTION = CHECKOUT.root().resolve("lambda/target/function.zip");
    private static final Path BILL = CHECKOUT.root().resolve("lambda/target/function.cdx.json");
    private static final Path COMMANDS = CHECKOUT.root().resolve("ops/jar/target/allow-put-to-s3.jar");
    private static final Path COMMANDS_BILL = CHECKOUT.root().resolve("ops/jar/target/allow-put-to-s3.cdx.json");

    /** Of what is deployed: licences that ask for nothing but that they are named. */
    private static final Set<String> DEPLOYED = Set.of("Apache-2.0", "MIT", "MIT-0", "BSD-2-Clause");

    /**
     * Besides, of what builds, deploys and tests it, as their authors write them: none of that is handed on. The choice
     * of python-dateutil is in its LICENSE file: Apache-2.0 or BSD-3-Clause. Of a choice with the GPL, MIT is chosen.
     */
    private static final Set<String> USED = Set.of(
            "Apache License",
            "Apache-2.0 AND BSD-4-Clause",
            "Apache-2.0 OR BSD-3-Clause",
            "BlueOak-1.0.0",
            "BSD-3-Clause",
            "(MIT OR GPL-3.0-or-later)",
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
    @Nightly(3)
    void theBillOfMaterialsNamesEachLibraryOfTheZipByItsHashAndNoOther() throws IOException {
        String bill = Files.readString(BILL);
        try (ZipFile zip = new ZipFile(FUNCTION.toFile())) {
            List<? extends ZipEntry> libraries = zip.stream()
                    .filter(entry -> !entry.isDirectory() && !entry.getName().matches("lib/(lambda|contract)-.*"))
                    .toList();
            for (ZipEntry library : libraries) {
                assertThat(bill)
                        .as(library.getName())
                        .contains(sha256(zip.getInputStream(library).readAllBytes()));
            }
            assertThat(Component.inBill(BILL)).hasSameSizeAs(libraries);
        }
    }

    @Test
    void everyPythonRequirementIsPinnedByTheHashesOfItsFiles() throws IOException {
        List<Path> files = SourceFiles.named("requirements*.txt");
        assertThat(files).hasSizeGreaterThan(1);
        for (Path file : files) {
            assertThat(Files.readString(file).replace("\\\n", "").lines())
                    .as(file.toString())
                    .filteredOn(line -> !line.isBlank() && !line.strip().startsWith("#"))
                    .isNotEmpty()
                    .allSatisfy(line ->
                            assertThat(line).containsPattern("^[A-Za-z0-9._-]+==[^ ]+ .*--hash=sha256:[0-9a-f]{64}"));
        }
    }

    /** The file of a package has what it bundles, too. */
    @Test
    void everyPackageOfNpmIsPinnedByTheHashOfItsFile() throws IOException {
        List<Path> files = SourceFiles.named("package-lock.json");
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            String text = Files.readString(file);
            assertThat(Pattern.compile("\"integrity\": \"sha512-|\"inBundle\": true")
                            .matcher(text)
                            .results())
                    .as(file.toString())
                    .hasSameSizeAs(Pattern.compile("\"[^\"]*node_modules/[^\"]+\": \\{")
                            .matcher(text)
                            .results()
                            .toList());
        }
    }

    @Test
    @Nightly(3)
    void theSameSourceGivesTheSameReleaseByteForByteWhereverAndWheneverItIsBuilt(@TempDir Path folder)
            throws IOException {
        Path place = folder.resolve("another place");
        for (String source : List.of(
                ".mvn",
                "bin",
                "build",
                "changelog",
                "contract/src",
                "docs",
                "sandbox/emulator/src/main",
                "events",
                "infra/src/main",
                "lambda/src",
                "ops/policy/src",
                "ops/jar/src/main",
                "ops/jar/src/assembly",
                "ops/commands/src",
                "ops/cli/src/main",
                "ops/proof/src/main",
                "templates")) {
            SourceFiles.copy(CHECKOUT.root().resolve(source), place.resolve(source));
        }
        for (Path pom : SourceFiles.named("pom.xml")) {
            Path copy = place.resolve(CHECKOUT.root().relativize(pom).toString());
            if (Files.notExists(copy)) {
                SourceFiles.copy(pom, copy);
            }
        }
        int status = new ExternalCommand(place, "sh", "-c", "umask 077 && exec build/release")
                .with(Map.of("TZ", "Pacific/Kiritimati", "LC_ALL", "C"))
                .run(System.out::println);

        assertThat(status).as("status of the build").isZero();
        Path release = place.resolve("target/release");
        assertThat(Files.readAllLines(release.resolve("SHA256SUMS")).stream()
                        .map(line ->
                                line.replaceFirst("(function|allow-put-to-s3)-[^/]+?\\.(zip|jar|cdx\\.json)$", "$1.$2"))
                        .filter(line -> !line.endsWith(".html") && !line.endsWith("  CHANGES.md")))
                .containsExactlyInAnyOrder(
                        sum(FUNCTION),
                        sum(BILL),
                        sum(COMMANDS),
                        sum(COMMANDS_BILL),
                        sumOfStamped("ReplicationSource.yaml"),
                        sumOfStamped("ReplicationTarget.yaml"),
                        sum(CHECKOUT.root().resolve("templates/bucket.json")),
                        sum(CHECKOUT.root().resolve("templates/caller-policy.json")),
                        sum(CHECKOUT.root().resolve("templates/reviewer-policy.json")),
                        sum(CHECKOUT.root().resolve("templates/role-policy.json")),
                        sum(CHECKOUT.root().resolve("templates/trust-policy.json")),
                        sum(CHECKOUT.root().resolve("docs/examples/undo.py")));
        assertThat(Files.readString(release.resolve("ReplicationTarget.html")))
                .contains("All 4 statements are proven.");
        assertThat(release.resolve("ReplicationSource.html")).exists();
        assertThat(release.resolve("CHANGES.md")).isNotEmptyFile();
    }

    /** As {@code sha256sum} prints it. */
    private static String sum(Path built) throws IOException {
        return sha256(Files.readAllBytes(built)) + "  " + built.getFileName();
    }

    /** Of a template with the version of this checkout. */
    private static String sumOfStamped(String template) {
        return sha256(ReleasedTemplate.text(CHECKOUT, template).getBytes(StandardCharsets.UTF_8)) + "  " + template;
    }

    private static String sha256(byte[] bytes) {
        return Unchecked.get(() ->
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    }

    @Test
    @Nightly(3)
    void theFunctionAndTheJarOfTheCommandsMayBeHandedOn() {
        assertThat(List.of(BILL, COMMANDS_BILL))
                .allSatisfy(bill -> assertThat(Component.inBill(bill))
                        .isNotEmpty()
                        .allSatisfy(component -> assertThat(component.licence())
                                .as(component.name())
                                .isIn(DEPLOYED)));
    }

    @Test
    @Nightly(3)
    void whatBuildsDeploysAndTestsMayBeUsed() throws IOException {
        assertThat(used())
                .hasSizeGreaterThan(50)
                .allSatisfy(component -> assertThat(Stream.of(DEPLOYED, USED).flatMap(Collection::stream))
                        .as(component.name())
                        .contains(component.licence()));
    }

    @Test
    @Nightly(3)
    void thePageNamesTheLicencesOfWhatIsDeployed() throws IOException {
        String section = Files.readString(CHECKOUT.root().resolve("docs/releases.md"))
                .split("## Licences of dependencies", 2)[1];
        Set<String> licences = Stream.of(BILL, COMMANDS_BILL)
                .flatMap(bill -> Component.inBill(bill).stream())
                .map(Component::licence)
                .collect(Collectors.toSet());
        assertThat(section).contains(licences);
        assertThat(DEPLOYED).as("none is allowed that nothing has").containsExactlyInAnyOrderElementsOf(licences);
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
                used.add(new Component(libraries.relativize(file).toString(), licence));
            }
        }
        return used;
    }

    /**
     * Something that others wrote and this project uses, and its licence in SPDX's words.
     *
     * @param name as its own registry calls it
     */
    private record Component(String name, String licence) {
        /** What a CycloneDX bill of materials lists, but for this project's own modules. */
        static List<Component> inBill(Path bill) {
            return maps(Unchecked.get(() -> JSON.std.mapFrom(Files.readString(bill))), "components")
                    .map(component ->
                            new Component(component.get("group") + ":" + component.get("name"), of(component)))
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
}
