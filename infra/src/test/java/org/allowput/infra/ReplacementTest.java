package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * A bucket or queue that is replaced is empty. CloudFormation replaces one whose logical id changes, or one of the
 * properties that say so.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html">
 *     AWS::S3::Bucket</a>
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html">
 *     AWS::SQS::Queue</a>
 */
class ReplacementTest {
    private static final Map<String, Set<String>> REPLACED_WITH =
            Map.of("AWS::S3::Bucket", Set.of("BucketName"), "AWS::SQS::Queue", Set.of("FifoQueue", "QueueName"));

    @Test
    void noSettingButABucketsOwnNameReplacesABucketOrAQueue() {
        Synthesised before = Synthesised.of(Map.of());
        Map<String, String> everything = new TreeMap<>(Synthesised.EVERYTHING);
        everything.remove("target.alarms.email");
        everything.put("target.roleName", "AnotherRole");

        assertThat(identities(before.target())).hasSize(1);
        assertThat(identities(before.source())).hasSize(4);
        for (Map<String, String> options : List.of(everything, Map.of("trigger", "eventbridge"))) {
            Synthesised after = Synthesised.of(options);
            assertThat(identities(after.target())).isEqualTo(identities(before.target()));
            assertThat(identities(after.source())).isEqualTo(identities(before.source()));
        }
    }

    /** Logical ids, with the type and all properties whose change means another resource. */
    private static Map<String, Map<String, String>> identities(JsonNode template) {
        Map<String, Map<String, String>> identities = new TreeMap<>();
        template.get("Resources").properties().forEach(entry -> {
            String type = entry.getValue().get("Type").asText();
            Set<String> names = REPLACED_WITH.get(type);
            if (names != null) {
                Map<String, String> identity = new TreeMap<>(Map.of("Type", type));
                names.forEach(name -> identity.put(
                        name, String.valueOf(entry.getValue().path("Properties").get(name))));
                identities.put(entry.getKey(), identity);
            }
        });
        return identities;
    }
}
