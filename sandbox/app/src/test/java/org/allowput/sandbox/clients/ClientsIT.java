package org.allowput.sandbox.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.allowput.contract.StackOutput;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.testing.Finished;
import org.allowput.emulator.testing.Nightly;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxFixture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The examples of docs/put-yourself.md whose programs this build has, as written, in parts and against the role's
 * policy.
 */
class ClientsIT {
    private final Sandbox sandbox = SandboxFixture.sandbox();

    @AutoClose
    private ClientShell shell;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        shell = ClientShell.open(sandbox, folder);
    }

    @Test
    void theAwsCliPutsByAProfileAndWithASessionInTheEnvironment() throws Exception {
        assertThat(shell.puts(ClientShell.section("A profile").getLast())).isEqualTo(1);
        assertThat(shell.puts(ClientShell.section("One session").getFirst())).isEqualTo(1);
    }

    @Test
    void theStackStatesACommandAndAProfileByWhichTheAwsCliPuts() throws Exception {
        String put = "aws s3 cp a.csv \"s3://$TARGET_BUCKET/in/\"";
        assertThat(shell.puts("set -- $(" + filledIn(StackOutput.ASSUME_ROLE_COMMAND)
                        + " --output text --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]')\n"
                        + "export AWS_ACCESS_KEY_ID=$1 AWS_SECRET_ACCESS_KEY=$2 AWS_SESSION_TOKEN=$3\n" + put))
                .isEqualTo(1);
        assertThat(shell.puts("cat >.aws/config <<'END'\n" + filledIn(StackOutput.AWS_CLI_PROFILE) + "\nEND\n" + put
                        + " --profile allow-put-to-s3"))
                .isEqualTo(1);
    }

    private String filledIn(StackOutput output) {
        assertThat(sandbox.output(output)).contains("<ExternalId>");
        return sandbox.output(output).replace("<ExternalId>", sandbox.externalId());
    }

    @Test
    void aDozenLinesOfPythonPut() throws Exception {
        assertThat(shell.puts(ClientShell.section("Python").getFirst())).isEqualTo(1);
    }

    @Test
    void theSampleSaysWhatItNeeds() throws Exception {
        ClientShell other = shell.with(Map.of("AWS_EC2_METADATA_DISABLED", "true"));
        assertThat(other.run("python3 docs/clients/boto3_put.py").output())
                .contains("boto3_put.py profile|code client|resource FILE KEY")
                .doesNotContain("Traceback");
        assertThat(other.run(": > .aws/credentials\n: > .aws/config\n"
                                + "python3 docs/clients/boto3_put.py code client a.csv in/a.csv")
                        .output())
                .contains("There are no credentials for AWS")
                .doesNotContain("Traceback");
    }

    @ParameterizedTest
    @CsvSource({"profile,client", "profile,resource", "code,client", "code,resource"})
    void boto3PutsAndRenewsItsSessionDuringTheUpload(String made, String used) throws Exception {
        String command = ClientShell.section("Python").getLast();
        assertThat(command).contains(" profile client ");

        // botocore renews what is valid for less than 15 minutes: here before each request that is a second later.
        ClientShell other = shell.with(Map.of("SESSION_SECONDS", "900"));
        int sessions = other.puts("echo 'duration_seconds = 900' >> .aws/config\n"
                + command.replace(" profile client ", " " + made + " " + used + " "));

        assertThat(sessions).isGreaterThan(1);
    }

    @Test
    void theSdkForJavaPuts() throws Exception {
        assertThat(shell.puts(ClientShell.section("AWS SDK for Java").getFirst()))
                .isEqualTo(1);
    }

    /** By the AWS CLI with a profile in each build. */
    @Test
    void withAWrongExternalIdAndWithoutOneTheAnswerIsTheOneOfThePage() throws Exception {
        String message = message();
        ClientShell other = shell.with(Map.of("EXTERNAL_ID", "another-id"));
        String profile = ": > .aws/config\n" + ClientShell.section("A profile").getFirst();
        String withProfile = ClientShell.section("A profile").getLast();
        String session = ClientShell.section("One session").getFirst();
        String boto3 = ClientShell.section("Python").getLast();
        List<String> all = List.of(
                profile + withProfile,
                profile.replaceAll("(?m)^aws configure .*external_id.*\n", "") + withProfile,
                session,
                session.replace("--external-id \"$EXTERNAL_ID\"", ""),
                profile + boto3,
                boto3.replace(" profile ", " code "),
                ClientShell.section("AWS SDK for Java").getFirst());
        for (String commands : Nightly.Condition.includes(3) ? all : all.subList(0, 2)) {
            Finished result = other.run(commands);
            assertThat(result.status()).as(commands).isNotZero();
            assertThat(result.output()).as(commands).contains(message.substring(message.indexOf("User: ")));
        }
        assertThat(other.run(all.getFirst()).output()).contains(message);
    }

    @Test
    void theAwsCliCannotSync() throws Exception {
        assertThat(shell.run("aws s3 sync docs \"s3://$TARGET_BUCKET/in/\" --profile allow-put-to-s3")
                        .output())
                .contains("(AccessDenied) when calling the ListObjectsV2 operation");
    }

    /** The first one on the page. */
    private static String message() throws IOException {
        return Files.readString(Checkout.current().root().resolve("docs/put-yourself.md"))
                .lines()
                .filter(line -> line.startsWith("    An error "))
                .findFirst()
                .orElseThrow()
                .strip();
    }
}
