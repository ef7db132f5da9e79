package org.allowput.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.TreeNode;
import com.fasterxml.jackson.jr.stree.JrsString;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.local.Ports;
import org.allowput.emulator.local.TrustStore;
import org.allowput.emulator.testing.Eventually;
import org.allowput.host.cloudwatch.FunctionLogGroup;
import org.allowput.host.function.HelperFunctionCredentials;
import org.allowput.host.function.LambdaApiFunctions;
import org.allowput.host.http.JsonText;
import org.allowput.host.settings.HostSettings;
import org.allowput.host.settings.LogEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.Runtime;
import software.amazon.awssdk.services.lambda.model.SnapStartApplyOn;
import software.amazon.awssdk.services.lambda.waiters.LambdaWaiter;

/** A function that is deployed in the emulator, invoked through the emulator, run by the host. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LambdaHostIT {

    @TempDir
    private static Path folder;

    private static Emulator emulator;
    private static SdkHttpClient http;
    private static LambdaClient lambda;
    private static LambdaHost host;

    @BeforeAll
    static void deploy() throws IOException {
        int port = Ports.free();
        emulator = Emulator.start(
                folder.resolve("emulator"), Map.of("MINISTACK_LAMBDA_PROXY_probe", "http://127.0.0.1:" + port + "/"));
        http = Apache5HttpClient.builder()
                .tlsTrustManagersProvider(new TrustStore(emulator.trustStore())::managers)
                .build();
        lambda = emulator.source().lambda();
        host = LambdaHost.start(
                HostSettings.of(
                        new LambdaApiFunctions(lambda, http, "probe"),
                        new HelperFunctionCredentials(lambda),
                        folder.resolve("host"),
                        ProbeFunction.RUNTIME),
                port);
        String role = emulator.source()
                .iam()
                .createRole(request -> request.roleName("probe").assumeRolePolicyDocument("""
                    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                      "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}\
                    """))
                .role()
                .arn();
        lambda.createFunction(request -> request.functionName("probe")
                .runtime(Runtime.fromValue("java25"))
                .handler("Probe")
                .role(role)
                .memorySize(256)
                .timeout(20)
                .snapStart(snapStart -> snapStart.applyOn(SnapStartApplyOn.PUBLISHED_VERSIONS))
                .code(code -> code.zipFile(SdkBytes.fromByteArray(ProbeFunction.ZIP))));
        lambda.createAlias(request -> request.functionName("probe").name("live").functionVersion("$LATEST"));
    }

    /** Publishes what {@code $LATEST} is now with this variable, and has the alias name it. */
    private static void publish(String setting) {
        lambda.updateFunctionConfiguration(request -> request.functionName("probe")
                .environment(environment -> environment.variables(Map.of("SETTING", setting))));
        String version =
                lambda.publishVersion(request -> request.functionName("probe")).version();
        lambda.updateAlias(request -> request.functionName("probe").name("live").functionVersion(version));
        try (LambdaWaiter waiter = LambdaWaiter.builder()
                .client(lambda)
                .overrideConfiguration(often -> often.maxAttempts(400)
                        .backoffStrategyV2(BackoffStrategy.fixedDelayWithoutJitter(Duration.ofMillis(50))))
                .build()) {
            waiter.waitUntilPublishedVersionActive(
                    request -> request.functionName("probe").qualifier(version));
        }
    }

    private static String answer(String event) {
        InvokeResponse response = lambda.invoke(request -> request.functionName("probe")
                .qualifier("live")
                .payload(SdkBytes.fromUtf8String(event.replace('\'', '"'))));
        assertThat(response.functionError()).isNull();
        return response.payload().asUtf8String();
    }

    /** As Lambda and CloudWatch do it; the emulator does neither for a function of a host. */
    @Test
    void whatAFunctionPrintsIsInItsLogGroupAndWhatItCountsInItsMetrics() {
        CloudWatchLogsClient logs =
                emulator.source().configure(CloudWatchLogsClient.builder()).build();
        CloudWatchClient metrics =
                emulator.source().configure(CloudWatchClient.builder()).build();
        String group = "log-of-two-environments";
        logs.createLogGroup(request -> request.logGroupName(group));
        Instant now = Instant.now();
        String counted = """
            {"_aws": {"Timestamp": %d, "CloudWatchMetrics": [{"Namespace": "Probe", "Dimensions": [["Target"]],
             "Metrics": [{"Name": "Copied"}]}]}, "Target": "t", "Copied": [2, 3]}\
            """.formatted(now.toEpochMilli());

        try (FunctionLogGroup sink = new FunctionLogGroup(logs, metrics, () -> group)) {
            sink.accept(new LogEvent(now, "one", "a line of one"));
            sink.accept(new LogEvent(now, "other", counted));

            Eventually.until(
                    Duration.ofSeconds(60),
                    "both lines",
                    () -> logs.filterLogEvents(request -> request.logGroupName(group))
                            .events(),
                    seen -> seen.size() == 2);
            assertThat(Eventually.until(
                            Duration.ofSeconds(60),
                            "the metric",
                            () -> metrics.getMetricStatistics(request -> request.namespace("Probe")
                                            .metricName("Copied")
                                            .dimensions(Dimension.builder()
                                                    .name("Target")
                                                    .value("t")
                                                    .build())
                                            .startTime(now.minusSeconds(600))
                                            .endTime(now.plusSeconds(600))
                                            .period(3600)
                                            .statistics(Statistic.SUM))
                                    .datapoints(),
                            seen -> !seen.isEmpty()))
                    .extracting(Datapoint::sum)
                    .containsExactly(5.0);
        }
        assertThat(logs.filterLogEvents(request -> request.logGroupName(group).logStreamNames("one"))
                        .events())
                .extracting(FilteredLogEvent::message)
                .containsExactly("a line of one");
    }

    @Test
    void whatIsPublishedUnderTheAliasIsWhatRunsAndANewVersionTakesItsPlace() {
        publish("first");
        String first = answer("{'do': 'environment'}");
        long old = Long.parseLong(answer("{'do': 'pid'}"));
        publish("second");
        String second = answer("{'do': 'environment'}");

        assertThat(first).contains("\"SETTING\": \"first\"");
        assertThat(second).contains("\"SETTING\": \"second\"");
        assertThat(answer("{'do': 'hooks'}")).isEqualTo("\"init checkpoint restore\"");
        assertThat(ProcessHandle.of(old).map(ProcessHandle::onExit).orElse(CompletableFuture.completedFuture(null)))
                .succeedsWithin(Duration.ofSeconds(20));
    }

    @Test
    void theFunctionHasTheCredentialsOfItsRoleAsTheEmulatorIssuedThem() {
        publish("credentials");
        TreeNode served = JsonText.tree(answer("{'do': 'credentials', 'token': 'own'}"))
                .flatMap(text -> JsonText.tree(((JrsString) text).asText()))
                .orElseThrow();
        StaticCredentialsProvider caller = StaticCredentialsProvider.create(AwsSessionCredentials.create(
                JsonText.text(served, "AccessKeyId").orElseThrow(),
                JsonText.text(served, "SecretAccessKey").orElseThrow(),
                JsonText.text(served, "Token").orElseThrow()));

        assertThat(emulator.source().as(caller).sts().getCallerIdentity().arn())
                .isEqualTo("arn:aws:sts::222222222222:assumed-role/probe/probe-credentials");
        assertThat(Instant.parse(JsonText.text(served, "Expiration").orElseThrow()))
                .isCloseTo(Instant.now().plus(Duration.ofMinutes(60)), within(Duration.ofMinutes(5)));
    }

    @AfterAll
    static void close() {
        host.close();
        http.close();
        emulator.close();
    }
}
