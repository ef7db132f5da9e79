package org.allowput.lambda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.allowput.contract.ReplicatedDeletions;
import org.allowput.contract.selection.Selection;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.Localstack;
import org.allowput.emulator.local.ServerTls;
import org.allowput.emulator.local.TlsCertificate;
import org.allowput.emulator.proxy.FaultProxy;
import org.allowput.emulator.proxy.ProxiedRequest;
import org.allowput.emulator.strict.StrictS3;
import org.allowput.lambda.copy.CopyOptions;
import org.allowput.lambda.copy.CopyOptions.CopyLimit;
import org.allowput.lambda.copy.CopyResult;
import org.allowput.lambda.copy.CopySamples;
import org.allowput.lambda.copy.CopyTask;
import org.allowput.lambda.copy.CopyTask.MissingSource;
import org.allowput.lambda.copy.Deadline;
import org.allowput.lambda.copy.ObjectCopier;
import org.allowput.lambda.http.BufferedTlsStrategy;
import org.allowput.lambda.s3.TargetOptions;
import org.allowput.lambda.session.AwsClients;
import org.allowput.lambda.session.ClientConfiguration;
import org.allowput.lambda.session.SystemResources;
import org.allowput.lambda.settings.FunctionSettings;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Two buckets in two accounts of an emulator, the roles between them, a proxy in front, and the function's copy wired
 * as the function wires it, except that it does not wait before it tries again.
 */
public final class CopyFixture implements AutoCloseable {
    public static final String SOURCE = "source-of-account-b";
    public static final String TARGET = "target-of-account-a";

    /** A KMS key of the target account, which the role with opt-ins may use. */
    public static final String TARGET_KEY = TestRoles.KEY;

    /** The system property that names the emulator: ministack unless it is {@link #LOCALSTACK}. */
    public static final String EMULATOR = "sandbox.emulator";

    public static final String LOCALSTACK = "localstack";

    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

    private final Emulator emulator;
    private final Path folder;
    private final TestRoles roles;
    private final FaultProxy proxy;
    private final S3Client source;
    private final S3Client sourceWithoutChecksums;
    private final S3Client target;

    /** A copy, and the clients that it holds. */
    public record ConnectedCopier(ObjectCopier copy, MissingSource missingSource, Runnable closing)
            implements AutoCloseable {
        public CopyResult replicate(String sourceKey, String targetKey, Deadline deadline) {
            return copy.replicate(new CopyTask(sourceKey, targetKey, missingSource), deadline);
        }

        @Override
        public void close() {
            closing.run();
        }
    }

    private CopyFixture(Emulator emulator, Path folder, TestRoles roles) {
        this.emulator = emulator;
        this.folder = folder;
        this.roles = roles;
        this.proxy = anotherProxy();
        this.source = emulator.source().s3();
        this.target = emulator.target().s3();
        this.sourceWithoutChecksums = S3Client.builder()
                .endpointOverride(emulator.endpoint())
                .forcePathStyle(true)
                .region(emulator.source().region())
                .credentialsProvider(emulator.source().credentials())
                .httpClientBuilder(Apache5HttpClient.builder().tlsTrustManagersProvider(proxy::trust))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .build();
    }

    /**
     * Starts all of it, in a folder for what it needs. All test classes of a JVM share one ministack, which is emptied
     * between them; LocalStack cannot be.
     */
    public static CopyFixture start(Path folder) {
        Emulator emulator = switch (System.getProperty(EMULATOR, "ministack")) {
            case "ministack" -> Shared.EMULATOR;
            case LOCALSTACK -> Localstack.start(folder);
            default -> throw new IllegalArgumentException(EMULATOR + " is ministack or " + LOCALSTACK);
        };
        emulator.source().s3().createBucket(bucket -> bucket.bucket(SOURCE));
        emulator.target().s3().createBucket(bucket -> bucket.bucket(TARGET));
        return new CopyFixture(emulator, folder, TestRoles.in(emulator));
    }

    TestRoles roles() {
        return roles;
    }

    /** Whether the emulator is one that evaluates no policy. */
    public static boolean isOnLocalstack() {
        return LOCALSTACK.equals(System.getProperty(EMULATOR));
    }

    /** What every request of a copy passes, unless it is given another. */
    public FaultProxy proxy() {
        return proxy;
    }

    /** One for a copy of its own. */
    public FaultProxy anotherProxy() {
        return FaultProxy.start(emulator.endpoint(), emulator.certificate().folder(), strict());
    }

    /** One that shows a certificate for the names of S3's hosts, which name the bucket, and of STS's. */
    FaultProxy proxyWithHostNames() {
        String region = emulator.source().region().id();
        Path shown = folder.resolve("names-of-s3");
        TlsCertificate.in(
                shown,
                "dns:s3.%1$s.amazonaws.com,dns:*.s3.%1$s.amazonaws.com,dns:sts.%1$s.amazonaws.com".formatted(region));
        return FaultProxy.startWithNames(
                emulator.endpoint(), emulator.certificate().folder(), shown, strict());
    }

    private StrictS3 strict() {
        Map<String, String> owners = Map.of(SOURCE, Emulator.SOURCE_ACCOUNT, TARGET, Emulator.TARGET_ACCOUNT);
        return isOnLocalstack() ? StrictS3.withoutPolicies(owners) : StrictS3.before(emulator, owners);
    }

    /** What all of it runs on. */
    public Emulator emulator() {
        return emulator;
    }

    /** The source bucket, as its account's administrator, past the proxy. */
    public S3Client source() {
        return source;
    }

    /** The same, by a client that adds no checksum to what it puts. */
    public S3Client sourceWithoutChecksums() {
        return sourceWithoutChecksums;
    }

    /** The target bucket, as its account's administrator, past the proxy. */
    public S3Client target() {
        return target;
    }

    /** With a role that may put, and nothing else. */
    public ConnectedCopier copy(CopyOptions options, TargetOptions target) {
        return copy(proxy, options, target);
    }

    /** The same behind a proxy of its own. */
    public ConnectedCopier copy(FaultProxy way, CopyOptions options, TargetOptions target) {
        return wire(way, options, target, roles.putOnly(), ANSWER_TIMEOUT, roles.function());
    }

    /** With a role that may also delete, put tags, and encrypt with {@link #TARGET_KEY}. */
    public ConnectedCopier copyWithOptIns(CopyOptions options, TargetOptions target) {
        return wire(proxy, options, target, roles.withOptIns(), ANSWER_TIMEOUT, roles.function());
    }

    /**
     * The same behind a proxy of its own.
     *
     * @param answerTimeout how long it waits for an answer
     */
    public ConnectedCopier copyBehind(FaultProxy other, CopyOptions options, Duration answerTimeout) {
        TargetOptions none = new TargetOptions(Optional.empty(), Optional.empty(), false);
        return wire(other, options, none, roles.withOptIns(), answerTimeout, roles.function());
    }

    /**
     * Reads as the account's administrator, whose requests may change on their way: the emulator checks no signature.
     */
    public ConnectedCopier copyAsAdministrator(CopyOptions options, TargetOptions target) {
        AwsCredentialsProvider own = emulator.source().credentials();
        return wire(proxy, options, target, roles.putOnly(), ANSWER_TIMEOUT, own);
    }

    private ConnectedCopier wire(
            FaultProxy way,
            CopyOptions options,
            TargetOptions target,
            String role,
            Duration answerTimeout,
            AwsCredentialsProvider own) {
        AwsClients wiring = clients(way, options, target, role, answerTimeout, own);
        return new ConnectedCopier(
                wiring.session().copier(),
                options.deletes() ? MissingSource.DELETE : MissingSource.SKIP,
                wiring::close);
    }

    /** The function's clients behind a proxy, with receipts for the target account below that prefix. */
    AwsClients delivering(FaultProxy way, String prefix, ReceiptFault.DeliveringRole role) {
        boolean writeOnce = role == ReceiptFault.DeliveringRole.WRITE_ONCE;
        return clients(
                way,
                CopySamples.options(false, false, CopyLimit.NONE, Selection.ALL.deliveringTo(prefix)),
                new TargetOptions(Optional.empty(), Optional.empty(), writeOnce),
                writeOnce ? roles.writeOnce() : roles.putOnly(),
                Duration.ofMinutes(2),
                roles.function());
    }

    private AwsClients clients(
            FaultProxy way,
            CopyOptions options,
            TargetOptions target,
            String role,
            Duration answerTimeout,
            AwsCredentialsProvider own) {
        String region = emulator.source().region().id();
        FunctionSettings settings = new FunctionSettings(
                "",
                new FunctionSettings.Bucket(SOURCE, Emulator.SOURCE_ACCOUNT, region),
                new FunctionSettings.Bucket(TARGET, Emulator.TARGET_ACCOUNT, region),
                new FunctionSettings.Role(role, TestRoles.EXTERNAL_ID, "ReplicateObjects"),
                options,
                options.deletes() ? ReplicatedDeletions.DELETIONS : ReplicatedDeletions.NONE,
                target,
                Optional.empty(),
                EnvironmentVariablesTest.QUEUE,
                8,
                Duration.ofSeconds(10),
                Optional.empty(),
                Duration.ZERO);
        return new AwsClients(
                settings,
                new ClientConfiguration(
                        AwsClients.httpClientBuilder(settings)
                                .tlsSocketStrategy(new BufferedTlsStrategy(way.trust()))
                                .socketTimeout(answerTimeout)
                                .build(),
                        own,
                        RequestCounterTest::atOnce,
                        Optional.of(way.endpoint()),
                        SystemResources.ofProcess()));
    }

    /** Whether a request is about that key. */
    public static Predicate<ProxiedRequest> of(ProxiedRequest.Operation operation, String bucket, String key) {
        return request -> request.operation() == operation
                && request.bucket().equals(bucket)
                && request.key().equals(key);
    }

    @Override
    public void close() {
        sourceWithoutChecksums.close();
        proxy.close();
        roles.close();
        if (isOnLocalstack()) {
            emulator.close();
        } else {
            Shared.reset();
        }
    }

    /** Started when it is first asked for; ended with the JVM. */
    private static final class Shared {
        private static final Path FOLDER = Path.of("target/emulator-under-test-" + System.getProperty("test.fork", "1"))
                .toAbsolutePath();
        private static final Emulator EMULATOR = Emulator.start(FOLDER, Map.of());

        /** Removes all that both accounts hold. */
        static void reset() {
            HttpRequest request = HttpRequest.newBuilder(EMULATOR.endpoint().resolve("/_ministack/reset"))
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build();
            SSLContext tls = ServerTls.of(EMULATOR.certificate().folder()).context();
            try (HttpClient http = HttpClient.newBuilder().sslContext(tls).build()) {
                int status = http.send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode();
                if (status != 200) {
                    throw new IllegalStateException("The emulator answered " + status + " to " + request);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException("Nobody interrupts this thread", e);
            }
        }
    }
}
