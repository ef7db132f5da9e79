package org.allowput.infra;

import static org.allowput.infra.TestParameters.PSEUDO_PARAMETERS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Buckets are in the namespace of their account and Region, as S3 requires it: their name ends with both and
 * {@code -an} if and only if the request says so.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html">Namespaces for general
 *     purpose buckets</a>
 */
class BucketNamesTest {
    @Test
    void nobodyElseCanTakeTheDefaultNames() {
        Synthesised app = Synthesised.of(Map.of("target.region", "eu-west-1"));

        assertThat(buckets(app.target()))
                .isEqualTo(Map.of("allow-put-target-111111111111-eu-west-1-an", "account-regional"));
        assertThat(buckets(app.source())).hasSize(2).allSatisfy((name, namespace) -> {
            assertThat(name).endsWith("-222222222222-us-east-1-an");
            assertThat(namespace).isEqualTo("account-regional");
        });
    }

    @Test
    void aNameThatIsSetDecidesItsNamespace() {
        assertThat(buckets(Synthesised.of(Map.of("target.bucketName", "ours")).target()))
                .isEqualTo(Map.of("ours", ""));
        assertThat(buckets(Synthesised.of(Map.of("target.bucketName", "ours-111111111111-us-east-1-an"))
                        .target()))
                .isEqualTo(Map.of("ours-111111111111-us-east-1-an", "account-regional"));
    }

    @Test
    void withThePublishedTemplatesTooANameDecidesItsNamespace() {
        for (String name : List.of("a-111111111111-us-east-1-an", "a-an-an", "an", "a-an-b", "a.target")) {
            String regional = name.endsWith("-an") ? "account-regional" : "";
            assertThat(namespace(PublishedTemplate.TARGET, "BucketName", name, "TargetBucket"))
                    .isEqualTo(regional);
            assertThat(namespace(PublishedTemplate.SOURCE, "SourceBucketName", name, "SourceBucket"))
                    .isEqualTo(regional);
            assertThat(namespace(PublishedTemplate.SOURCE, "OperationsBucketName", name, "OperationsBucket"))
                    .isEqualTo(regional);
        }
    }

    private static String namespace(PublishedTemplate template, String parameter, String name, String bucket) {
        Map<String, String> parameters = new TreeMap<>(PSEUDO_PARAMETERS);
        parameters.put(parameter, name);
        JsonNode resource = EvaluatedTemplate.of(template.json(), parameters)
                .get("Resources")
                .get(bucket);
        assertThat(resource.at("/Properties/BucketName").asText()).isEqualTo(name);
        return resource.at("/Properties/BucketNamespace").asText();
    }

    private static SortedMap<String, String> buckets(JsonNode template) {
        SortedMap<String, String> buckets = new TreeMap<>();
        for (JsonNode bucket : Synthesised.all(template, "AWS::S3::Bucket")) {
            buckets.put(
                    bucket.path("BucketName").asText(),
                    bucket.path("BucketNamespace").asText());
        }
        return buckets;
    }
}
