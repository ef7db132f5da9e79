package org.allowput.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as it is typed, with a server in the place of CloudFormation, Lambda and Service Quotas. */
class LivePlanTest {
    private static final String STACK = """
        <DescribeStacksResponse><DescribeStacksResult><Stacks><member>
          <StackName>ReplicationSource</StackName><StackStatus>CREATE_COMPLETE</StackStatus>
          <CreationTime>2026-01-31T12:00:00Z</CreationTime><Outputs>
          <member><OutputKey>FunctionName</OutputKey><OutputValue>f</OutputValue></member>
          <member><OutputKey>Selection</OutputKey><OutputValue>[{}]</OutputValue></member>
          <member><OutputKey>FunctionAliasArn</OutputKey>
            <OutputValue>arn:aws:lambda:us-east-1:222222222222:function:f:live</OutputValue></member>
          <member><OutputKey>Triggers</OutputKey><OutputValue>sqs</OutputValue></member>
          <member><OutputKey>TargetBucketName</OutputKey><OutputValue>target</OutputValue></member>
        </Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>
        """;

    private final Queue<String> asked = new ConcurrentLinkedQueue<>();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void settingsAndQuotasOfTheDeploymentLimitTheLoad() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        try {
            CommandJvm.Finished ended = new CommandJvm(folder)
                    .run(
                            Map.of(
                                    "AWS_ACCESS_KEY_ID", "AKIAEXAMPLE",
                                    "AWS_SECRET_ACCESS_KEY", "example",
                                    "AWS_ENDPOINT_URL",
                                            "http://127.0.0.1:"
                                                    + server.getAddress().getPort()),
                            "plan",
                            "--live",
                            "--rate=1000/s",
                            "--size=10KiB",
                            "--keys=kms",
                            "--region=us-east-1");

            // Of 20 that the queue may have, Lambda has 7: 7 × 10 / 0.119953.
            assertThat(ended.output())
                    .contains("queue.functionConcurrency 20, batches of 10")
                    .containsPattern("Lambda: invocations at a time +B +584 ")
                    .contains("KMS: symmetric requests per second: Service Quotas answered 400, the default is assumed")
                    .doesNotContain("agreed-by-both");
            assertThat(ended.status()).isEqualTo(1);
            assertThat(asked).contains("lambda L-B99A9384", "kms L-6E3AF000", "events L-5540C5E3");
        } finally {
            server.stop(0);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        String path = exchange.getRequestURI().getPath();
        if ("ServiceQuotasV20190624.GetServiceQuota"
                .equals(exchange.getRequestHeaders().getFirst("X-Amz-Target"))) {
            asked.add(body.replaceAll(".*\"ServiceCode\":\"(\\w+)\".*", "$1") + " "
                    + body.replaceAll(".*\"QuotaCode\":\"([\\w-]+)\".*", "$1"));
            if (body.contains("L-6E3AF000")) {
                send(exchange, 400, "{\"__type\": \"AccessDeniedException\"}");
            } else {
                send(exchange, 200, "{\"Quota\": {\"Value\": 7.0}}");
            }
        } else if (path.contains("event-source-mappings")) {
            send(exchange, 200, """
                {"EventSourceMappings": [{"BatchSize": 10, "ScalingConfig": {"MaximumConcurrency": 20}}]}
                """);
        } else if (path.endsWith("/functions/f/configuration")) {
            send(exchange, 200, """
                {"MemorySize": 1769, "Architectures": ["arm64"],
                 "Environment": {"Variables": {"TARGET_REGION": "us-east-1", "EXTERNAL_ID": "agreed-by-both"}}}
                """);
        } else {
            send(exchange, 200, STACK);
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        try (exchange) {
            byte[] bytes = text.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
