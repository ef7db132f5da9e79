package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.allowput.emulator.Account;
import org.allowput.emulator.VirtualEnvironment;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.ExternalCommand;
import org.allowput.emulator.local.TlsCertificate;
import org.allowput.emulator.local.Tool;
import org.allowput.emulator.proxy.FaultProxy;
import org.allowput.emulator.proxy.ProxiedRequest;
import org.allowput.emulator.proxy.ProxiedRequest.Operation;
import org.allowput.emulator.strict.StrictS3;
import org.allowput.emulator.testing.Finished;
import org.allowput.emulator.testing.S3Bucket;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.repository.SourceFiles;

/**
 * A shell of a user of account B, in which the blocks of docs/put-yourself.md run as written: a home with credentials
 * of their own, what the page has them set, and AWS behind a strict S3 that keeps a list of the requests.
 *
 * @param folder the home and the working directory, with {@code docs/clients} and the file {@code a.csv}
 */
record ClientShell(Sandbox sandbox, FaultProxy aws, Path folder, Map<String, String> environment)
        implements AutoCloseable {
    /** Every program below puts it in parts: the AWS CLI and the AWS SDKs from 8 MiB. */
    private static final int BYTES = (9 << 20) + 1;

    /** A folder that comes first on the PATH. */
    static final String PROGRAMS = "programs";

    private static final String FILE = "a.csv";

    /** Instead of the page's {@code in/}: other tests have objects of their own there. */
    private static final String PREFIX = "clients-" + UUID.randomUUID() + "/";

    private static final String KEY = PREFIX + FILE;
    private static final Pattern SIGNER = Pattern.compile("Credential=([^/]+)/");

    /** What the page's commands for a profile write: once, as each of them takes half a second. */
    private static String profile = "";

    /** With the endpoint of AWS in a variable. */
    static ClientShell open(Sandbox sandbox, Path folder) throws IOException {
        FaultProxy aws = FaultProxy.start(
                sandbox.emulator().endpoint(), certificates(sandbox), StrictS3.forAnyClient(sandbox.emulator()));
        return open(sandbox, aws, folder)
                .with(Map.of(
                        "AWS_ENDPOINT_URL", aws.endpoint().toString(),
                        "AWS_CA_BUNDLE",
                                sandbox.emulator().caBundle().toAbsolutePath().toString()));
    }

    /**
     * For a program that uses the names of AWS.
     *
     * @param names the certificate for these
     */
    static ClientShell open(Sandbox sandbox, Path folder, TlsCertificate names) throws IOException {
        FaultProxy aws = FaultProxy.startWithNames(
                sandbox.emulator().endpoint(),
                certificates(sandbox),
                names.folder(),
                StrictS3.forAnyClient(sandbox.emulator()));
        return open(sandbox, aws, folder);
    }

    private static Path certificates(Sandbox sandbox) {
        return sandbox.emulator().certificate().folder();
    }

    private static ClientShell open(Sandbox sandbox, FaultProxy aws, Path folder) throws IOException {
        Path root = Checkout.current().root();
        byte[] content = new byte[BYTES];
        new Random(BYTES).nextBytes(content);
        Files.write(folder.resolve(FILE), content);
        SourceFiles.copy(root.resolve("docs/clients"), folder.resolve("docs/clients"));
        Files.createSymbolicLink(folder.resolve("lib"), root.resolve("sandbox/app/target/lib"));
        Path own = Files.createDirectories(folder.resolve(".aws")).resolve("credentials");
        Files.writeString(
                own,
                "[default]\naws_access_key_id = %s\naws_secret_access_key = %s\n"
                        .formatted(sandbox.source().id(), Account.ADMINISTRATOR_SECRET));
        Path python = VirtualEnvironment.prepare(
                        Checkout.current(), root.resolve("sandbox/app/requirements.txt"), Tool.PYTHON, progress -> {})
                .folder()
                .resolve("bin");
        Map<String, String> environment = new TreeMap<>(Map.of(
                "HOME", folder.toString(),
                "PATH",
                        folder.resolve(PROGRAMS) + ":" + python + ":" + System.getProperty("java.home") + "/bin:"
                                + System.getenv("PATH"),
                "AWS_REGION", sandbox.target().region().id(),
                "AWS_DEFAULT_REGION", sandbox.target().region().id(),
                "ROLE_ARN", sandbox.roleArn(),
                "TARGET_BUCKET", sandbox.targetBucket(),
                "EXTERNAL_ID", sandbox.externalId(),
                "JDK_JAVA_OPTIONS",
                        "-XX:TieredStopAtLevel=1 -Djavax.net.ssl.trustStore=%s -Djavax.net.ssl.trustStorePassword=%s"
                                .formatted(
                                        sandbox.emulator().trustStore().toAbsolutePath(),
                                        TlsCertificate.TRUST_STORE_PASSWORD)));
        ClientShell shell = new ClientShell(sandbox, aws, folder, environment);
        Path config = folder.resolve(".aws/config");
        if (profile.isEmpty()) {
            // People paste it again when the ExternalId changes.
            shell.run(section("A profile").getFirst().repeat(2)).succeeded();
            profile = Files.readString(config);
        }
        Files.writeString(config, profile);
        return shell;
    }

    static List<String> section(String title) throws IOException {
        return RunbookCommands.asWritten("put-yourself.md", title);
    }

    ClientShell with(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(environment);
        all.putAll(more);
        return new ClientShell(sandbox, aws, folder, all);
    }

    Finished run(String commands) {
        Finished result = Finished.of(new ExternalCommand(
                folder, environment, List.of("bash", "-euo", "pipefail", "-c", commands.replaceAll("\\bin/", PREFIX))));
        assertThat(result.output()).doesNotContain(sandbox.externalId());
        return result;
    }

    /**
     * Runs commands and checks what they put: the file's bytes, by requests that need {@code s3:PutObject} and nothing
     * else, each signed by a session of the role.
     *
     * @return how many sessions signed them
     */
    int puts(String commands) throws IOException {
        aws.reset();
        S3Bucket target = new Buckets(sandbox).target();
        target.delete(KEY);

        run(commands).succeeded();

        List<ProxiedRequest> requests = aws.requests(request -> request.operation() != Operation.STS);
        assertThat(requests)
                .extracting(ProxiedRequest::operation)
                .as(commands)
                .contains(Operation.BEGIN_UPLOAD, Operation.PUT_PART, Operation.COMPLETE_UPLOAD)
                .containsOnly(Operation.BEGIN_UPLOAD, Operation.PUT_PART, Operation.COMPLETE_UPLOAD);
        assertThat(target.bytes(KEY)).isEqualTo(Files.readAllBytes(folder.resolve(FILE)));
        List<String> signers =
                requests.stream().map(ClientShell::signer).distinct().toList();
        assertThat(signers).doesNotContain(sandbox.source().id());
        return signers.size();
    }

    private static String signer(ProxiedRequest request) {
        Matcher signer = SIGNER.matcher(request.header("authorization").orElse(""));
        assertThat(signer.find()).isTrue();
        return signer.group(1);
    }

    @Override
    public void close() {
        aws.close();
    }
}
