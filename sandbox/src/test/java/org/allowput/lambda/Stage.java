package org.allowput.lambda;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.allowput.lambda.copy.Copy;
import org.allowput.lambda.copy.CopyOptions;
import org.allowput.lambda.copy.KeyRule;
import org.allowput.lambda.copy.TargetOptions;
import org.allowput.sandbox.Emulator;
import org.allowput.sandbox.fault.FaultProxy;
import org.allowput.sandbox.fault.Request;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Two buckets in two accounts of an emulator, the roles between them, a proxy in front, and the function's copy wired
 * as the function wires it, except that it does not wait before it tries again.
 *
 * <p>One at a time in a JVM: the SDK finds the proxy by a system property, as it finds an endpoint by the function's
 * environment.
 */
public final class Stage implements AutoCloseable {
    public static final String SOURCE = "stage-source";
    public static final String TARGET = "stage-target";

    private final Emulator emulator;
    private final FaultProxy proxy;
    private final Roles roles;

    /** A copy, and the clients that it holds. */
    public record Wired(Copy copy, Runnable closing) implements AutoCloseable {
        @Override
        public void close() {
            closing.run();
        }
    }

    private Stage(Emulator emulator, FaultProxy proxy, Roles roles) {
        this.emulator = emulator;
        this.proxy = proxy;
        this.roles = roles;
    }

    /** Starts all of it, in a folder for what the emulator needs. */
    public static Stage start(Path folder) {
        Emulator emulator = Emulator.start(folder, Map.of());
        emulator.source().s3().createBucket(bucket -> bucket.bucket(SOURCE));
        emulator.target().s3().createBucket(bucket -> bucket.bucket(TARGET));
        Roles roles = Roles.in(emulator);
        FaultProxy proxy = FaultProxy.start(
                emulator.endpoint(),
                folder.resolve("tls"),
                Map.of(SOURCE, Emulator.SOURCE_ACCOUNT, TARGET, Emulator.TARGET_ACCOUNT));
        System.setProperty("aws.endpointUrl", proxy.endpoint().toString());
        return new Stage(emulator, proxy, roles);
    }

    public FaultProxy proxy() {
        return proxy;
    }

    /** The source bucket, as its account's administrator, past the proxy. */
    public S3Client source() {
        return emulator.source().s3();
    }

    /** The target bucket, as its account's administrator, past the proxy. */
    public S3Client target() {
        return emulator.target().s3();
    }

    /** The emulator, for what is not in the buckets. */
    public Emulator emulator() {
        return emulator;
    }

    /** With a role that may put, and nothing else. */
    public Wired copy(CopyOptions options, TargetOptions target) {
        return copy(options, target, roles.putOnly(), Duration.ofSeconds(30));
    }

    /** With a role that may also abort uploads, delete, and put tags. */
    public Wired copyWithOptIns(CopyOptions options, TargetOptions target, Duration patience) {
        return copy(options, target, roles.withOptIns(), patience);
    }

    /** @param patience how long it waits for an answer */
    private Wired copy(CopyOptions options, TargetOptions target, String role, Duration patience) {
        return copy(options, target, role, patience, roles.function());
    }

    /** As a peer that checks no signature sees it: the account's administrator reads. */
    public Wired copyAsAdministrator(CopyOptions options, TargetOptions target) {
        return copy(
                options,
                target,
                roles.putOnly(),
                Duration.ofSeconds(30),
                emulator.source().credentials());
    }

    private Wired copy(
            CopyOptions options, TargetOptions target, String role, Duration patience, AwsCredentialsProvider own) {
        String region = emulator.source().region().id();
        Settings settings = new Settings(
                new Settings.Bucket(SOURCE, Emulator.SOURCE_ACCOUNT, region),
                new Settings.Bucket(TARGET, Emulator.TARGET_ACCOUNT, region),
                new Settings.Role(role, Roles.EXTERNAL_ID, "ReplicateObjects"),
                KeyRule.identity(),
                options,
                target,
                8,
                Duration.ofSeconds(10));
        Wiring wiring = new Wiring(
                settings,
                new Wiring.Base(
                        Wiring.connections(settings)
                                .tlsTrustManagersProvider(proxy::trust)
                                .socketTimeout(patience)
                                .build(),
                        own,
                        Stage::atOnce));
        return new Wired(wiring.copy(), wiring::close);
    }

    private static RetryStrategy atOnce() {
        return Wiring.retrying().toBuilder()
                .backoffStrategy(BackoffStrategy.retryImmediately())
                .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
                .build();
    }

    /** Whether a request is about that key. */
    public static Predicate<Request> of(Request.Operation operation, String bucket, String key) {
        return request -> request.operation() == operation
                && request.bucket().equals(bucket)
                && request.key().equals(key);
    }

    @Override
    public void close() {
        System.clearProperty("aws.endpointUrl");
        proxy.close();
        roles.close();
        emulator.close();
    }
}
