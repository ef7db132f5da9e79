package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.allowput.emulator.Account;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.fault.FaultProxy;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.Ports;
import org.allowput.emulator.local.TlsCertificate;
import org.allowput.sandbox.host.LambdaHost;
import org.allowput.sandbox.host.function.HelperFunctionCredentials;
import org.allowput.sandbox.host.function.LambdaApiFunctions;
import org.allowput.sandbox.host.settings.HostSettings;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Three deployments of the plain templates side by side, in accounts that were never bootstrapped: accounts A and C
 * copy from one bucket of account B, and a second role and bucket of account A from another one. A strict S3 is between
 * the functions and the emulator.
 */
final class PlainDeployments implements AutoCloseable {
    static final String A = Emulator.TARGET_ACCOUNT;
    static final String B = Emulator.SOURCE_ACCOUNT;
    static final String C = "333333333333";
    static final List<String> FUNCTIONS = List.of("ReplicateObjects", "ReplicateObjects-two", "ReplicateObjects-three");
    private static final Path STATE = Path.of("target/plain-deployments");

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final Emulator emulator;
    private final TemplateCli cli;

    PlainDeployments() throws Exception {
        Map<String, String> proxies = new TreeMap<>();
        Map<String, Integer> ports = new TreeMap<>();
        for (String function : FUNCTIONS) {
            int port = Ports.free();
            ports.put(function, port);
            proxies.put("MINISTACK_LAMBDA_PROXY_" + function, "http://127.0.0.1:" + port + "/");
        }
        emulator = Emulator.start(STATE, proxies);
        opened.add(emulator);
        cli = new TemplateCli(emulator);
        FaultProxy proxy = FaultProxy.startBefore(emulator);
        opened.add(proxy);
        for (Map.Entry<String, Integer> function : ports.entrySet()) {
            opened.add(LambdaHost.start(hostSettings(function.getKey(), function.getValue(), proxy)));
        }
        S3Client s3 = emulator.source().s3();
        s3.createBucket(request -> request.bucket("code"));
        s3.putObject(
                request -> request.bucket("code").key("function.zip"),
                Checkout.current().root().resolve("lambda/target/function.zip"));
        deployTargets();
        deploySources();
    }

    private HostSettings hostSettings(String function, int port, FaultProxy proxy) {
        LambdaClient lambda = emulator.source().lambda();
        SdkHttpClient http = Apache5HttpClient.builder()
                .tlsTrustManagersProvider(proxy::trust)
                .build();
        opened.add(http);
        Map<String, String> variables = new TreeMap<>(HostSettings.UNPRIMED);
        variables.put("AWS_ENDPOINT_URL", proxy.endpoint().toString());
        HelperFunctionCredentials credentials = new HelperFunctionCredentials(lambda);
        return HostSettings.of(
                        new LambdaApiFunctions(lambda, http, function),
                        credentials,
                        STATE.resolve("host-of-" + function),
                        Path.of("target/runtime"))
                .withPort(port)
                .withAdditions(variables, TlsCertificate.trustedBy(emulator.trustStore()))
                .withEnvironments(2, 1);
    }

    private void deployTargets() throws Exception {
        inParallel(
                () -> deployTarget(A, "ReplicationTarget", "BucketName=target-one"),
                () -> deployTarget(C, "ReplicationTarget", "BucketName=target-two"),
                () -> deployTarget(A, "ReplicationTarget-three", "BucketName=target-three", "RoleName=PutThree"));
    }

    private void deploySources() throws Exception {
        String[] byEventBridge = {
            "SourceBucketName=source-one", "NotifyQueue=false", "UseEventBridge=true", "DeployedTrigger=eventbridge"
        };
        deploySource("ReplicationSource", concat(byEventBridge, "TargetBucketName=target-one", "TargetAccount=" + A));
        inParallel(
                () -> deploySource(
                        "ReplicationSource-two",
                        concat(
                                byEventBridge,
                                "TargetBucketName=target-two",
                                "TargetAccount=" + C,
                                "FunctionName=ReplicateObjects-two",
                                "CreateBucket=false",
                                "ClaimBucket=false")),
                () -> deploySource(
                        "ReplicationSource-three",
                        "TargetBucketName=target-three",
                        "TargetAccount=" + A,
                        "SourceBucketName=source-three",
                        "FunctionName=ReplicateObjects-three",
                        "RoleName=PutThree"));
    }

    void deployTarget(String account, String stack, String... parameters) {
        expectSuccess(cli.deploy(
                account,
                stack,
                "ReplicationTarget",
                concat(parameters, "SourceAccount=" + B, "ExternalId=" + externalId(account))));
    }

    void deploySource(String stack, String... parameters) {
        boolean ofC = String.join(" ", parameters).contains(C);
        expectSuccess(cli.deploy(
                B,
                stack,
                "ReplicationSource",
                concat(
                        parameters,
                        "CodeBucket=code",
                        "CodeKey=function.zip",
                        "TargetRegion=us-east-1",
                        "ExternalId=" + externalId(ofC ? C : A))));
    }

    static String externalId(String account) {
        return "agreed-with-" + account;
    }

    TemplateCli cli() {
        return cli;
    }

    Account account(String id) {
        return emulator.account(id);
    }

    private static void expectSuccess(TemplateCli.Ended ended) {
        assertThat(ended.status()).as(ended.output()).isZero();
    }

    private static String[] concat(String[] first, String... second) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(List.of(second));
        return all.toArray(String[]::new);
    }

    private static void inParallel(Runnable... tasks) throws Exception {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> futures = new ArrayList<>();
            for (Runnable task : tasks) {
                futures.add(executor.submit(task));
            }
            for (Future<?> future : futures) {
                future.get();
            }
        }
    }

    @Override
    public void close() {
        for (AutoCloseable open : opened.reversed()) {
            try {
                open.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
