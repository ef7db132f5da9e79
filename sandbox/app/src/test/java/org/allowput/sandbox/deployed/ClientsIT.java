package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.contract.StackOutput;
import org.allowput.emulator.VirtualEnvironment;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.ExternalCommand;
import org.allowput.emulator.local.SetupException;
import org.allowput.emulator.local.TlsCertificate;
import org.allowput.emulator.local.Tool;
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
 * The examples of docs/put-yourself.md, as written, in parts and against the role's policy. Programs that have to be
 * downloaded are those that the page states, by night; those of Go are compiled. Without Go or Node.js a test is
 * skipped, and says so.
 */
class ClientsIT {
    private static final Checkout CHECKOUT = Checkout.current();

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
    void aRoleThatAccountAMakesByTheAwsCliIsEnoughToPutWithItsExternalId() throws Exception {
        List<String> made = ClientShell.section("A role by the AWS CLI");
        AwsCli accountA = new AwsCli(sandbox.emulator(), shell.folder());
        String agreed = "EXTERNAL_ID=" + sandbox.externalId() + "\n";
        String arn = accountA.run(
                        sandbox.target(),
                        agreed
                                + made.getFirst()
                                        .replace(
                                                "222222222222", sandbox.source().id()))
                .succeeded()
                .strip();
        accountA.run(sandbox.target(), made.getLast().replace("BUCKET", sandbox.targetBucket()))
                .succeeded();
        ClientShell other = shell.with(Map.of("ROLE_ARN", arn));
        String session = ClientShell.section("One session").getFirst();

        assertThat(other.puts(session)).isEqualTo(1);
        assertThat(other.run(session.replace("--external-id \"$EXTERNAL_ID\"", ""))
                        .output())
                .contains("is not authorized to perform: sts:AssumeRole");
        assertThat(other.run(session.replace("aws s3 cp a.csv", "aws s3 ls")).output())
                .contains("(AccessDenied) when calling the ListObjectsV2 operation");
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
            assertThat(result.output())
                    .as(commands)
                    .contains(commands.equals(all.getFirst()) ? message : message.substring(message.indexOf("User: ")));
        }
    }

    @Test
    void theAwsCliCannotSync() throws Exception {
        assertThat(shell.run("aws s3 sync docs \"s3://$TARGET_BUCKET/in/\" --profile allow-put-to-s3")
                        .output())
                .contains("(AccessDenied) when calling the ListObjectsV2 operation");
    }

    @Test
    @Nightly(2)
    void rclonePuts() throws Exception {
        python("rclone");
        // It puts in parts by default from 200 MiB on.
        int sessions = shell.with(Map.of("RCLONE_S3_UPLOAD_CUTOFF", "5Mi", "SSL_CERT_FILE", certificate()))
                .puts(ClientShell.section("rclone").getFirst());

        assertThat(sessions).isEqualTo(1);
    }

    /** It has no setting for the address of STS: a proxy leads the names of AWS to the emulator. */
    @Test
    @Nightly(2)
    void s5cmdPuts() throws Exception {
        String region = sandbox.target().region().id();
        TlsCertificate names = TlsCertificate.in(
                shell.folder().resolve("names"),
                "dns:sts.amazonaws.com,dns:s3.%1$s.amazonaws.com,dns:*.s3.%1$s.amazonaws.com".formatted(region));
        Path inner = Files.createDirectory(shell.folder().resolve("with-names"));
        shell.close();
        shell = ClientShell.open(sandbox, inner, names);
        python("s5cmd");
        try (ConnectProxy proxy = new ConnectProxy()) {
            proxy.forwardTo(shell.aws().endpoint().getPort());
            String command = ClientShell.section("s5cmd").getFirst();
            assertThat(command).contains("s5cmd cp ");

            // It puts in parts by default from 50 MiB on.
            int sessions = shell.with(Map.of(
                            "AWS_S3_US_EAST_1_REGIONAL_ENDPOINT", "regional",
                            "HTTPS_PROXY", proxy.url(),
                            "SSL_CERT_FILE", names.certificate().toString()))
                    .puts(command.replace("s5cmd cp ", "s5cmd cp --part-size 5 "));

            assertThat(sessions).isEqualTo(1);
        }
    }

    @Test
    @Nightly(2)
    void theSdkForGoPuts() throws Exception {
        Path go = tool(Tool.GO);
        output(shell.folder().resolve("docs/clients/go"), go.toString(), "mod", "download");
        Map<String, String> caches = Stream.of("GOMODCACHE", "GOCACHE")
                .collect(Collectors.toMap(
                        Function.identity(), name -> output(shell.folder(), go.toString(), "env", name)));

        assertThat(shell.with(caches)
                        .with(Map.of("GOPROXY", "off", "SSL_CERT_FILE", certificate()))
                        .puts(ClientShell.section("AWS SDK for Go").getFirst()))
                .isEqualTo(1);
    }

    @Test
    @Nightly(2)
    void theSdkForJavascriptPuts() throws Exception {
        Path npm = tool(Tool.NPM);
        String block = ClientShell.section("AWS SDK for JavaScript").getFirst();
        assertThat(block).startsWith("npm install --prefix docs/clients/javascript\n");
        output(shell.folder(), npm.toString(), "install", "--prefix", "docs/clients/javascript", "--no-audit");

        // What is installed is complete: npm asks for nothing.
        assertThat(shell.with(Map.of("NPM_CONFIG_OFFLINE", "true", "NODE_EXTRA_CA_CERTS", certificate()))
                        .puts(block))
                .isEqualTo(1);
    }

    private String certificate() {
        return sandbox.emulator().caBundle().toAbsolutePath().toString();
    }

    private static String output(Path folder, String... command) {
        return Finished.of(new ExternalCommand(folder, command)).succeeded().strip();
    }

    private void python(String program) throws IOException {
        Path installed = VirtualEnvironment.prepare(
                        CHECKOUT, CHECKOUT.root().resolve("sandbox/app/clients.txt"), Tool.PYTHON, progress -> {})
                .folder()
                .resolve("bin")
                .resolve(program);
        Files.createSymbolicLink(
                Files.createDirectories(shell.folder().resolve(ClientShell.PROGRAMS))
                        .resolve(program),
                installed);
    }

    private static Path tool(Tool tool) {
        try {
            return tool.find(CHECKOUT);
        } catch (SetupException e) {
            return abort(e.getMessage());
        }
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
