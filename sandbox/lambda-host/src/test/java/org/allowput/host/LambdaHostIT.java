package org.allowput.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.TreeNode;
import com.fasterxml.jackson.jr.stree.JrsString;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.local.Ports;
import org.allowput.emulator.local.TrustStore;
import org.allowput.host.function.HelperFunctionCredentials;
import org.allowput.host.function.LambdaApiFunctions;
import org.allowput.host.http.JsonText;
import org.allowput.host.settings.HostSettings;
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
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionResponseType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.Runtime;
import software.amazon.awssdk.services.lambda.model.SnapStartApplyOn;
import software.amazon.awssdk.services.lambda.waiters.LambdaWaiter;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** A function that is deployed in the emulator, invoked through the emulator, run by the host. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LambdaHostIT {

    @TempDir
    private static Path folder;

    private static final LogLines LOG = new LogLines();

    private static Emulator emulator;
    private static SdkHttpClient http;
    private static LambdaClient lambda;
    private static LambdaHost host;
    private static String role;

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
                                ProbeFunction.RUNTIME)
                        .withLog(LOG),
                port);
        role = emulator.source()
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

    /** Publishes what {@code $LATEST} is now with this timeout and variable, and has the alias name it. */
    private static void publish(int timeout, String variable) {
        lambda.updateFunctionConfiguration(request -> request.functionName("probe")
                .timeout(timeout)
                .environment(environment -> environment.variables(Map.of("FAILED_ITEM", variable))));
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

    private static InvokeResponse invoke(String event) {
        return lambda.invoke(request -> request.functionName("probe")
                .qualifier("live")
                .payload(SdkBytes.fromUtf8String(event.replace('\'', '"'))));
    }

    private static String answer(String event) {
        InvokeResponse response = invoke(event);
        assertThat(response.functionError()).isNull();
        return response.payload().asUtf8String();
    }

    @Test
    void whatIsPublishedUnderTheAliasIsWhatRunsAndANewVersionTakesItsPlace() {
        publish(20, "first");
        String first = answer("{'do': 'environment'}");
        long old = Long.parseLong(answer("{'do': 'pid'}"));
        publish(20, "second");
        String second = answer("{'do': 'environment'}");

        assertThat(first).contains("\"FAILED_ITEM\": \"first\"");
        assertThat(second).contains("\"FAILED_ITEM\": \"second\"");
        assertThat(answer("{'do': 'hooks'}")).isEqualTo("\"init checkpoint restore\"");
        assertThat(ProcessHandle.of(old).map(ProcessHandle::onExit).orElse(CompletableFuture.completedFuture(null)))
                .succeedsWithin(Duration.ofSeconds(20));
    }

    @Test
    void theFunctionHasTheCredentialsOfItsRoleAsTheEmulatorIssuedThem() {
        publish(20, "credentials");
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

    @Test
    void aTimeoutIsReportedByTheEmulatorInTheWordsOfLambda() throws InterruptedException {
        publish(2, "timeout");
        host.invoke("live", "{\"do\": \"pid\"}");

        InvokeResponse response = invoke("{'do': 'hang'}");

        assertThat(response.functionError()).isEqualTo("Unhandled");
        assertThat(response.payload().asUtf8String())
                .contains("\"errorType\": \"Sandbox.Timedout\"")
                .contains("Task timed out after 2.00 seconds");
        LOG.await(line -> line.endsWith("Status: timeout"));
    }

    @Test
    void anSDKThatInvokesTheHostItselfGetsTheErrorOfTheFunction() {
        publish(20, "direct");
        try (LambdaClient direct = LambdaClient.builder()
                .endpointOverride(host.address())
                .region(emulator.source().region())
                .credentialsProvider(emulator.source().credentials())
                .httpClient(http)
                .build()) {
            InvokeResponse response = direct.invoke(request -> request.functionName("probe")
                    .qualifier("live")
                    .payload(SdkBytes.fromUtf8String("{\"do\": \"throw\"}")));

            assertThat(response.functionError()).isEqualTo("Unhandled");
            assertThat(response.payload().asUtf8String())
                    .contains("\"errorType\":\"java.lang.IllegalArgumentException\"");
        }
    }

    @Test
    void aMalformedAnswerToABatchDeletesNoMessage() throws InterruptedException {
        publish(20, "not in the batch");
        answer("{'do': 'pid'}");
        SqsClient sqs = emulator.source().sqs();
        String dead = queue(sqs, "dead", Map.of());
        String queue = queue(
                sqs,
                "queue",
                Map.of(
                        QueueAttributeName.VISIBILITY_TIMEOUT,
                        "5",
                        QueueAttributeName.REDRIVE_POLICY,
                        "{\"maxReceiveCount\":1,\"deadLetterTargetArn\":\"" + arn(sqs, dead) + "\"}"));
        String roleOfConsumer = role.substring(role.lastIndexOf('/') + 1);
        emulator.source()
                .iam()
                .putRolePolicy(request ->
                        request.roleName(roleOfConsumer).policyName("consume").policyDocument("""
                            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}]}\
                            """));
        lambda.createEventSourceMapping(request -> request.functionName("probe:live")
                .eventSourceArn(arn(sqs, queue))
                .functionResponseTypes(FunctionResponseType.REPORT_BATCH_ITEM_FAILURES));

        String sent = sqs.sendMessage(request -> request.queueUrl(queue).messageBody("hello"))
                .messageId();

        List<Message> buried = sqs.receiveMessage(
                        request -> request.queueUrl(dead).waitTimeSeconds(20))
                .messages();
        assertThat(buried)
                .singleElement()
                .satisfies(message -> assertThat(message.messageId()).isEqualTo(sent));
        LOG.await(line -> line.contains("names a message that is not in the batch"));
    }

    private static String queue(SqsClient sqs, String name, Map<QueueAttributeName, String> attributes) {
        return sqs.createQueue(request -> request.queueName(name).attributes(attributes))
                .queueUrl();
    }

    private static String arn(SqsClient sqs, String url) {
        return sqs.getQueueAttributes(request -> request.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .getOrDefault(QueueAttributeName.QUEUE_ARN, "no ARN");
    }

    @AfterAll
    static void close() {
        host.close();
        http.close();
        emulator.close();
    }
}
