package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * What a deleted stack leaves, a failed first deployment does not leave, and a later deployment can import.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html">
 *     DeletionPolicy</a>
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/import-resources-automatically.html">
 *     Automatic import: a literal name, and a DeletionPolicy that retains</a>
 */
class RetentionTest {
    private static final Set<String> RETAINED =
            Set.of("AWS::S3::Bucket", "AWS::S3::BucketPolicy", "AWS::Logs::LogGroup", "AWS::Lambda::Version");
    private static final Synthesised EVERYTHING = Synthesised.of(Synthesised.EVERYTHING);

    @Test
    void aDeletedStackLeavesItsDataAndAFailedFirstDeploymentLeavesNothing() {
        Set<String> checked = new TreeSet<>();
        for (JsonNode template : List.of(EVERYTHING.target(), EVERYTHING.source())) {
            template.get("Resources").properties().forEach(resource -> {
                String type = resource.getValue().get("Type").asText();
                if (RETAINED.contains(type)) {
                    checked.add(type);
                    assertThat(resource.getValue().path("DeletionPolicy").asText())
                            .as(resource.getKey())
                            .isEqualTo("RetainExceptOnCreate");
                    assertThat(resource.getValue().path("UpdateReplacePolicy").asText())
                            .as(resource.getKey())
                            .isEqualTo("Retain");
                } else {
                    assertThat(resource.getValue().path("DeletionPolicy").asText("Delete"))
                            .as(resource.getKey())
                            .isEqualTo("Delete");
                }
            });
        }
        assertThat(checked).isEqualTo(new TreeSet<>(RETAINED));
    }

    @Test
    void aRetainedBucketAndItsPolicyCanBeImportedByTheirNames() {
        for (JsonNode template : List.of(EVERYTHING.target(), EVERYTHING.source())) {
            Set<String> named = literals(template, "AWS::S3::Bucket", "BucketName");

            assertThat(named).isNotEmpty();
            assertThat(literals(template, "AWS::S3::BucketPolicy", "Bucket")).isEqualTo(named);
        }
    }

    /** CloudFormation creates a resource after those whose attributes it uses. */
    @Test
    void aBucketsPolicyIsCreatedAfterTheBucket() {
        for (JsonNode template : List.of(EVERYTHING.target(), EVERYTHING.source())) {
            template.get("Resources").properties().forEach(resource -> {
                if (resource.getValue().get("Type").asText().equals("AWS::S3::Bucket")) {
                    JsonNode policy = Synthesised.resource(
                            template,
                            "AWS::S3::BucketPolicy",
                            resource.getKey().replaceFirst("[0-9A-F]{8}$", "Policy"));
                    assertThat(policy.at("/Properties/Bucket"))
                            .isEqualTo(resource.getValue().at("/Properties/BucketName"));
                    assertThat(policy.toString()).contains("{\"Fn::GetAtt\":[\"" + resource.getKey() + "\",\"Arn\"]}");
                }
            });
        }
    }

    /** The values of a property that are text, not a reference: one for each resource of the type. */
    private static Set<String> literals(JsonNode template, String type, String property) {
        Set<String> values = new TreeSet<>();
        template.get("Resources").forEach(resource -> {
            if (resource.get("Type").asText().equals(type)) {
                JsonNode value = resource.get("Properties").get(property);
                assertThat(value.isTextual())
                        .as("%s of a %s: %s", property, type, value)
                        .isTrue();
                values.add(value.asText());
            }
        });
        return values;
    }
}
