package org.allowput.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.emulator.testing.ErrorPage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What commands print when something that they need is missing, each in a JVM with an environment of its own. */
class CommandErrorsTest {
    private static final Map<String, String> CREDENTIALS =
            Map.of("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE", "AWS_SECRET_ACCESS_KEY", "example");

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"redrive", "reconcile", "backfill"})
    void withoutARegionOneSentenceIsPrinted(String command) throws Exception {
        CommandJvm.Finished ended = new CommandJvm(folder).run(CREDENTIALS, command);

        ErrorPage.holds("There is no Region", ended.output(), Map.of());
        assertThat(ended.status()).isEqualTo(3);
    }

    @Test
    void withoutCredentialsOneSentenceIsPrinted() throws Exception {
        CommandJvm.Finished ended = new CommandJvm(folder).run(Map.of(), "redrive", "--region", "us-east-1");

        ErrorPage.holds("There are no credentials", ended.output(), Map.of());
        assertThat(ended.status()).isEqualTo(4);
    }

    @Test
    void aCertificateBundleThatCannotBeReadIsNamed() throws Exception {
        for (String content : List.of("", "no certificate")) {
            Path bundle = Files.writeString(folder.resolve("bundle.pem"), content);
            Map<String, String> environment = new TreeMap<>(CREDENTIALS);
            environment.put("AWS_CA_BUNDLE", bundle.toString());

            CommandJvm.Finished ended = new CommandJvm(folder).run(environment, "status", "--region", "us-east-1");

            ErrorPage.holds("AWS_CA_BUNDLE has no certificates", ended.output(), Map.of(bundle.toString(), "FILE"));
            assertThat(ended.status()).isEqualTo(3);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void anOutputThatCannotBeWrittenIsNoSuccess() throws Exception {
        Process process = new CommandJvm(folder)
                .builder(Map.of(), "query")
                .redirectOutput(new File("/dev/full"))
                .redirectError(folder.resolve("err").toFile())
                .start();

        assertThat(process.waitFor()).isEqualTo(3);
        assertThat(folder.resolve("err")).content().contains("The output could not be written: is the disk full");
    }

    @Test
    void aCheckOfAccessNamesAllThatIsMissing() throws Exception {
        CommandJvm.Finished ended = new CommandJvm(folder).run(Map.of(), "check-access", "--source-profile", "b");

        ErrorPage.holds("A check of access lacks what it needs", ended.output(), Map.of());
        assertThat(ended.status()).isEqualTo(2);
    }

    @Test
    void aCheckOfAccessReadsTheExternalIdFromStandardInputAndDoesNotShowIt() throws Exception {
        String[] command = {"check-access", "--source-profile", "b", "--target-profile", "a"};

        Map<String, String> region = Map.of("AWS_REGION", "eu-central-1");

        CommandJvm.Finished without = new CommandJvm(folder).run(region, command);
        CommandJvm.Finished with = new CommandJvm(folder).runWith("agreed-by-both\n", region, command);
        CommandJvm.Finished withoutRegion = new CommandJvm(folder).runWith("agreed-by-both\n", Map.of(), command);

        ErrorPage.holds("There is no ExternalId", without.output(), Map.of());
        assertThat(without.status()).isEqualTo(3);
        ErrorPage.holds("There is no such profile", with.output(), Map.of("profile a ", "profile NAME "));
        assertThat(with.output()).doesNotContain("agreed-by-both");
        ErrorPage.holds("There is no Region", withoutRegion.output(), Map.of());
    }
}
