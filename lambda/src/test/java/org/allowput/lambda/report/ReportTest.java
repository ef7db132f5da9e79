package org.allowput.lambda.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.TreeNode;
import com.fasterxml.jackson.jr.stree.JacksonJrsTreeCodec;
import com.fasterxml.jackson.jr.stree.JrsObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.allowput.contract.FunctionMetric;
import org.junit.jupiter.api.Test;

class ReportTest {
    private final List<String> lines = new ArrayList<>();
    private final Log log = new Log(lines::add);

    @Test
    void aLogLineIsOneJsonObjectWhateverAKeyHolds() throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("sourceKey", "a\n\"b\" \u2028 \uD83D\uDE00");
        fields.put("bytes", 5L);

        log.write(Log.Level.INFO, "copied", fields);

        assertThat(lines).singleElement().asString().doesNotContain("\n");
        JrsObject line = (JrsObject) parse(lines.getFirst());
        assertThat(line.get("level").asText()).isEqualTo("INFO");
        assertThat(line.get("message").asText()).isEqualTo("copied");
        assertThat(line.get("sourceKey").asText()).isEqualTo("a\n\"b\" \u2028 \uD83D\uDE00");
        assertThat(line.get("bytes").asText()).isEqualTo("5");
    }

    @Test
    void theMetricsOfAnInvocationAreEmbeddedMetricFormat() throws IOException {
        Metrics metrics =
                new Metrics("", "target-bucket", InstantSource.fixed(Instant.ofEpochMilli(1_700_000_000_000L)));
        metrics.copied(10);
        metrics.copied(5);
        metrics.lag(Duration.ofMillis(250));
        metrics.add(FunctionMetric.OBJECTS_UNCONFIRMED, 1);
        metrics.add(FunctionMetric.OBJECTS_SKIPPED, 1);
        metrics.failed("AssumeRoleDenied");
        metrics.failed("Retryable");
        metrics.add(FunctionMetric.REQUESTS, 7);
        metrics.add(FunctionMetric.REQUESTS_THROTTLED, 2);
        metrics.add(FunctionMetric.REQUESTS_FAILED, 1);

        metrics.writeTo(lines::add);

        assertThat(lines).containsExactly("""
            {"_aws":{"Timestamp":1700000000000,"CloudWatchMetrics":[{"Namespace":"AllowPutToS3",\
            "Dimensions":[["TargetBucket"]],"Metrics":[{"Name":"ObjectsCopied","Unit":"Count"},\
            {"Name":"BytesCopied","Unit":"Bytes"},{"Name":"ObjectsUnconfirmed","Unit":"Count"},\
            {"Name":"ObjectsSkipped","Unit":"Count"},\
            {"Name":"ObjectsFailed","Unit":"Count"},{"Name":"AssumeRoleDenied","Unit":"Count"},\
            {"Name":"Requests","Unit":"Count"},{"Name":"RequestsThrottled","Unit":"Count"},\
            {"Name":"RequestsFailed","Unit":"Count"}]}]},\
            "TargetBucket":"target-bucket","ObjectsCopied":[2],"BytesCopied":[15],"ObjectsUnconfirmed":[1],\
            "ObjectsSkipped":[1],"ObjectsFailed":[2],"AssumeRoleDenied":[1],"Requests":[7],"RequestsThrottled":[2],"RequestsFailed":[1]}\
            """, """
            {"_aws":{"Timestamp":1700000000000,"CloudWatchMetrics":[{"Namespace":"AllowPutToS3",\
            "Dimensions":[["TargetBucket"]],"Metrics":[{"Name":"ReplicationLag","Unit":"Milliseconds"}]}]},\
            "TargetBucket":"target-bucket","ReplicationLag":[250]}\
            """, failure("AssumeRoleDenied"), failure("Retryable"));
    }

    @Test
    void noLineHasMoreValuesOfAMetricThanCloudWatchTakes() throws IOException {
        Metrics metrics = new Metrics("", "target-bucket", InstantSource.system());
        for (int i = 0; i < 250; i++) {
            metrics.lag(Duration.ofMillis(i));
        }

        metrics.writeTo(lines::add);

        List<Integer> values = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            values.add(parse(line).get("ReplicationLag").size());
        }
        assertThat(values).containsExactly(100, 100, 50);
    }

    private static String failure(String cause) {
        return """
            {"_aws":{"Timestamp":1700000000000,"CloudWatchMetrics":[{"Namespace":"AllowPutToS3",\
            "Dimensions":[["Cause","TargetBucket"]],"Metrics":[{"Name":"ObjectsFailed","Unit":"Count"}]}]},\
            "Cause":"%s","TargetBucket":"target-bucket","ObjectsFailed":[1]}\
            """.formatted(cause);
    }

    private static TreeNode parse(String line) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(line)) {
            return new JacksonJrsTreeCodec().readTree(parser);
        }
    }
}
