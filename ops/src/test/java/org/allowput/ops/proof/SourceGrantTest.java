package org.allowput.ops.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allowput.ops.proof.solver.Decision;
import org.allowput.ops.proof.template.Template;
import org.allowput.ops.proof.template.UnsupportedPolicyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Account B's template does not specify itself: what its functions use is held against a grant. */
final class SourceGrantTest {
    private static final Map<String, Object> GRANT = Map.of(
            "SourceBucket", "allow-put-source-222222222222-us-east-1-an",
            "TargetRoleArn", "arn:aws:iam::111111111111:role/AllowPutToS3",
            "ReceiptsBucket", "allow-put-receipts-222222222222-us-east-1-an",
            "LargeObjectsBucket", "allow-put-large-222222222222-us-east-1-an",
            "KmsKeyArns", List.of("arn:aws:kms:us-east-1:222222222222:key/source"));

    @Test
    void theTemplateIsProvenForWhatItIsMeantToUse() throws IOException {
        assertThat(decide(template())).isNotEmpty().allMatch(Decision.Proven.class::isInstance);
    }

    /** Variable and policy agree in each. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        receipts for somebody else | allow-put-receipts-222222222222-us-east-1-an | receipts-of-444444444444 | are configured for
        another source             | allow-put-source-222222222222-us-east-1-an   | source-of-444444444444   | are configured for
        another role               | arn:aws:iam::111111111111:role/AllowPutToS3 | arn:aws:iam::444444444444:role/Any | are configured for
        another key                | us-east-1:222222222222:key/source         | us-east-1:444444444444:key/other   | A function, as
        """)
    void whatTheGrantDoesNotSayIsRefuted(String what, String granted, String other, String claim) throws IOException {
        String role = granted.startsWith("arn:aws:iam") ? granted.substring(12) : granted;
        String changed = template().replace(role, granted.equals(role) ? other : other.substring(12));

        assertThat(decide(changed))
                .filteredOn(Decision.Refuted.class::isInstance)
                .extracting(Decision::claim)
                .anyMatch(refuted -> refuted.contains(claim));
    }

    @Test
    void aQueueThatIsNotOfTheTemplateIsNotUnderstood() throws IOException {
        String changed = template()
                .replaceAll(
                        "\"DEAD_LETTER_QUEUE_URL\" : \\{\\s*\"Ref\" : \"\\w+\"\\s*}",
                        "\"DEAD_LETTER_QUEUE_URL\" : \"https://sqs.us-east-1.amazonaws.com/444444444444/other\"");

        assertThatThrownBy(() -> decide(changed))
                .isInstanceOf(UnsupportedPolicyException.class)
                .hasMessageContaining("DEAD_LETTER_QUEUE_URL");
    }

    @Test
    void aGrantOfTheOtherAccountIsAnError() throws IOException {
        Template template = Template.parse(template());

        assertThatThrownBy(() -> new TemplateProof(template, Map.of(), Optional.of(Map.of("Bucket", "b"))).decide())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the grant is of the other account");
    }

    private static List<Decision> decide(String template) throws IOException {
        return new TemplateProof(Template.parse(template), Map.of(), Optional.of(GRANT)).decide();
    }

    private static String template() throws IOException {
        return Files.readString(
                        Path.of("..", "infra", "src", "test", "resources", "snapshots", "source-everything.json"))
                .replace("<hash>", "0");
    }
}
