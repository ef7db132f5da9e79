package org.allowput.sandbox.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.ExternalCommand;
import org.allowput.emulator.local.Unchecked;
import org.allowput.emulator.testing.Nightly;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That what others wrote is what was chosen, and what is deployed is what was built from this source. */
class SupplyChainIT {
    private static final Checkout CHECKOUT = Checkout.current();
    private static final Path FUNCTION = CHECKOUT.root().resolve("lambda/target/function.zip");
    private static final Path TEMPLATES = CHECKOUT.root().resolve("templates");
    private static final Path BILL = CHECKOUT.root().resolve("lambda/target/function.cdx.json");
    private static final Path COMMANDS = CHECKOUT.root().resolve("ops/jar/target/allow-put-to-s3.jar");
    private static final Path COMMANDS_BILL = CHECKOUT.root().resolve("ops/jar/target/allow-put-to-s3.cdx.json");

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

    @Test
    void everyPackageOfNpmIsPinnedByTheHashOfItsFile() throws IOException {
        List<Path> files = SourceFiles.named("package-lock.json");
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            String text = Files.readString(file);
            assertThat(Pattern.compile("\"integrity\": \"sha512-").matcher(text).results())
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
        for (Path pom : SourceFiles.named("pom.xml")) {
            SourceFiles.copy(pom, place.resolve(CHECKOUT.root().relativize(pom).toString()));
        }
        for (String source : List.of(
                ".mvn",
                "bin",
                "build",
                "contract/src",
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
        int status = new ExternalCommand(place, "sh", "-c", "umask 077 && exec build/release")
                .with(Map.of("TZ", "Pacific/Kiritimati", "LC_ALL", "C"))
                .run(System.out::println);

        assertThat(status).as("status of the build").isZero();
        Path release = place.resolve("target/release");
        assertThat(Files.readAllLines(release.resolve("SHA256SUMS")).stream()
                        .map(line ->
                                line.replaceFirst("(function|allow-put-to-s3)-[^/]+?\\.(zip|jar|cdx\\.json)$", "$1.$2"))
                        .filter(line -> !line.endsWith(".html")))
                .containsExactlyInAnyOrder(
                        sum(FUNCTION),
                        sum(BILL),
                        sum(COMMANDS),
                        sum(COMMANDS_BILL),
                        sum(TEMPLATES.resolve("ReplicationSource.yaml")),
                        sum(TEMPLATES.resolve("ReplicationTarget.yaml")));
        assertThat(Files.readString(release.resolve("ReplicationTarget.html")))
                .contains("All 4 statements are proven.");
        assertThat(release.resolve("ReplicationSource.html")).exists();
    }

    /** As {@code sha256sum} prints it. */
    private static String sum(Path built) throws IOException {
        return sha256(Files.readAllBytes(built)) + "  " + built.getFileName();
    }

    private static String sha256(byte[] bytes) {
        return Unchecked.get(() ->
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    }
}
