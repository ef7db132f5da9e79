package org.allowput.ops.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.allowput.ops.proof.question.Decision;
import org.allowput.ops.proof.template.Template;
import org.allowput.ops.proof.template.UnsupportedPolicyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Account B's template does not specify itself: what its functions use is held against a grant. */
final class SourceGrantTest {
    private static final Map<String, Object> GRANT = Map.of(
            "SourceBucket", "allow-put-source-222222222222-us-east-1-an",
            "TargetAccount", "111111111111",
            "RoleName", "AllowPutToS3",
            "Callers", List.of("group/uploaders", "role/Uploader", "user/alice"),
            "ReceiptsBucket", "allow-put-receipts-222222222222-us-east-1-an",
            "LargeObjectsBucket", "allow-put-large-222222222222-us-east-1-an",
            "KmsKeyArns", List.of("arn:aws:kms:us-east-1:222222222222:key/source"));

    @Test
    void theTemplateIsProvenForWhatItIsMeantToUse() throws IOException {
        assertThat(decide(template(), claim -> true)).isNotEmpty().allMatch(Decision.Proven.class::isInstance);
    }

    @Test
    void theTemplateStatesThatItself() throws IOException {
        assertThat(Template.parse(template()).section("Metadata").get("Grant")).isEqualTo(GRANT);
        assertThat(read(template(), Optional.empty())).isEmpty();
    }

    @Test
    void aTemplateWithoutAGrantIsAnError() throws IOException {
        String without = template().replace("\"Grant\"", "\"Other\"");

        assertThatThrownBy(() -> read(without, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no section Metadata.Grant");
    }

    /** Variable and policy agree in the first five; in the others, the policy says more than the variables. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        receipts for somebody else | allow-put-receipts-222222222222-us-east-1-an | receipts-of-444444444444 | are configured for
        results for somebody else  | allow-put-large-222222222222-us-east-1-an    | results-of-444444444444 | are configured for
        another source             | allow-put-source-222222222222-us-east-1-an   | source-of-444444444444   | are configured for
        another role               | iam::111111111111:role/AllowPutToS3          | iam::444444444444:role/Any | are configured for
        another comparison         | "ReceiptsBucketName":"allow-put-receipts-222222222222-us-east-1-an" | "ReceiptsBucketName":"receipts-of-444444444444" | are configured for
        another key                | us-east-1:222222222222:key/source         | us-east-1:444444444444:key/other   | as ReplicateObjects,
        foreign dead letters       | "Resource":{"Fn::GetAtt":["ReplicationQueueDeadLettersEEBEA856","Arn"]},"Sid":"SendToDeadLetterQueue"}],"Version":"2012-10-17"},"PolicyName":"Replicate"}] | "Resource":"arn:aws:sqs:us-east-1:444444444444:other","Sid":"SendToDeadLetterQueue"}],"Version":"2012-10-17"},"PolicyName":"Replicate"}] | as ReplicateObjects,
        messages for the workflow  | {"Action":["s3:GetObject","s3:PutObject"],"Effect":"Allow", | {"Action":"sqs:ReceiveMessage","Effect":"Allow","Resource":{"Fn::GetAtt":["ReplicationQueue93A14AB7","Arn"]}},{"Action":["s3:GetObject","s3:PutObject"],"Effect":"Allow", | as ReplicateObjects-large-objects,
        results for the events     | {"Action":"states:StartExecution","Effect":"Allow","Resource":{"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},":states:us-east-1:222222222222:stateMachine:ReplicateObjects-large-objects"]]},"Sid":"HandOverLargeObjects"} | {"Action":"s3:PutObject","Effect":"Allow","Resource":"arn:aws:s3:::allow-put-large-222222222222-us-east-1-an/executions/*"} | as ReplicateObjects,
        """)
    void whatTheGrantDoesNotSayIsRefuted(String what, String granted, String other, String claim) throws IOException {
        String template = template().replaceAll("\\s+", "");
        assertThat(template).contains(granted);

        assertThat(decide(template.replace(granted, other), decided -> decided.contains(claim)))
                .hasAtLeastOneElementOfType(Decision.Refuted.class);
    }

    @Test
    void aQueueThatIsNotOfTheTemplateIsNotUnderstood() throws IOException {
        String changed = template()
                .replaceAll(
                        "\"DEAD_LETTER_QUEUE_URL\" : \\{\\s*\"Ref\" : \"\\w+\"\\s*}",
                        "\"DEAD_LETTER_QUEUE_URL\" : \"https://sqs.us-east-1.amazonaws.com/444444444444/other\"");

        assertThatThrownBy(() -> read(changed, Optional.of(GRANT)))
                .isInstanceOf(UnsupportedPolicyException.class)
                .hasMessageContaining("DEAD_LETTER_QUEUE_URL");
    }

    /** No statement is about what another role may. */
    @ParameterizedTest
    @ValueSource(strings = {"LargeObjectsWorkflowRole", "ReconciliationSchedulerRole"})
    void whatRunsAsARoleThatIsNotOfTheTemplateIsNotUnderstood(String role) throws IOException {
        String changed = template()
                .replaceAll("\\s+", "")
                .replaceAll(
                        "\"RoleArn\":\\{\"Fn::GetAtt\":\\[\"" + role + "\\w+\",\"Arn\"]}",
                        "\"RoleArn\":\"arn:aws:iam::222222222222:role/Admin\"");

        assertThatThrownBy(() -> read(changed, Optional.of(GRANT)))
                .isInstanceOf(UnsupportedPolicyException.class)
                .hasMessageContaining("the role arn:aws:iam::222222222222:role/Admin");
    }

    @Test
    void aGrantOfTheOtherAccountIsAnError() throws IOException {
        String template = template();

        assertThatThrownBy(() -> read(template, Optional.of(Map.of("Bucket", "b"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the grant is of the other account");
    }

    /** Without deciding anything. */
    private static List<Decision> read(String template, Optional<Map<String, Object>> grant) throws IOException {
        return new TemplateProof(Template.parse(template), Map.of(), grant).decide(claim -> false);
    }

    private static List<Decision> decide(String template, Predicate<String> only) throws IOException {
        return new TemplateProof(Template.parse(template), Map.of(), Optional.of(GRANT)).decide(only);
    }

    private static String template() throws IOException {
        return Files.readString(
                        Path.of("..", "..", "infra", "src", "test", "resources", "snapshots", "source-everything.json"))
                .replace("<hash>", "0");
    }
}
