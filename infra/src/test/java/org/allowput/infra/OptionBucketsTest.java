package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The buckets of options that can be switched off and on again. */
class OptionBucketsTest {
    private static final List<String> OPTIONS = List.of("largeObjects", "receipts", "backfill");

    /** A bucket is retained when its option is switched off, so that it could not be created again. */
    @Test
    void aBucketThatExistsIsUsedAndNotCreated() {
        Map<String, String> settings = new TreeMap<>();
        OPTIONS.forEach(option -> settings.put(option + ".enabled", "true"));
        Synthesised created = Synthesised.of(settings);
        OPTIONS.forEach(option -> settings.put(option + ".bucketExists", "true"));
        Synthesised existing = Synthesised.of(settings);

        assertOnlyBucketsDiffer(created.source(), 4, existing.source(), "allow-put-source-222222222222-us-east-1-an");
        assertThat(existing.target()).isEqualTo(created.target());
    }

    private static void assertOnlyBucketsDiffer(JsonNode created, int buckets, JsonNode existing, String only) {
        assertThat(created.get("Resources").findValuesAsText("BucketName")).hasSize(buckets);
        assertThat(existing.get("Resources").findValuesAsText("BucketName")).containsExactly(only);
        assertThat(existing.get("Outputs")).isEqualTo(created.get("Outputs"));
        assertThat(withoutBuckets(existing)).isEqualTo(withoutBuckets(created));
    }

    private static JsonNode withoutBuckets(JsonNode template) {
        ObjectNode resources = template.get("Resources").deepCopy();
        resources
                .properties()
                .removeIf(entry -> entry.getValue().get("Type").asText().startsWith("AWS::S3::"));
        return resources;
    }
}
