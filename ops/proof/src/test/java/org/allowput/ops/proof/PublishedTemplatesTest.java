package org.allowput.ops.proof;

import static org.allowput.ops.proof.PublishedTemplates.notProven;
import static org.allowput.ops.proof.PublishedTemplates.report;
import static org.allowput.ops.proof.PublishedTemplates.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.allowput.ops.proof.template.ResolvedTemplate;
import org.allowput.policy.template.Template;
import org.allowput.policy.template.TemplateException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published templates are proven without and with each option, and for every pair of options in all four ways. */
class PublishedTemplatesTest {
    static Stream<Map<String, String>> targets() {
        return pairs(PublishedTemplates.TARGET_OPTIONS).stream();
    }

    static Stream<Map<String, String>> sources() {
        return pairs(PublishedTemplates.SOURCE_OPTIONS).stream();
    }

    /**
     * Selections in which any two options occur in all four ways: each option has a number of its own of seven bits,
     * four of them set, and is in the selections whose bits are set; the last selection is empty.
     */
    private static List<Map<String, String>> pairs(List<Map<String, String>> options) {
        int[] numbers = IntStream.range(0, 128)
                .filter(number -> Integer.bitCount(number) == 4)
                .toArray();
        List<Map<String, String>> selections = new ArrayList<>();
        for (int bit = 0; bit < 8; bit++) {
            Map<String, String> selection = new TreeMap<>();
            for (int option = 0; option < options.size(); option++) {
                if ((numbers[option] >> bit & 1) == 1) {
                    selection.putAll(options.get(option));
                }
            }
            selections.add(selection);
        }
        return selections;
    }

    @Test
    void everyPairOfOptionsIsOnTogetherAndEachWithoutTheOther() {
        for (List<Map<String, String>> options :
                List.of(PublishedTemplates.TARGET_OPTIONS, PublishedTemplates.SOURCE_OPTIONS)) {
            for (Map<String, String> one : options) {
                List<Set<Entry<String, String>>> with = pairs(options).stream()
                        .map(Map::entrySet)
                        .filter(selection -> selection.containsAll(one.entrySet()))
                        .toList();
                for (Map<String, String> other : options) {
                    assertThat(with).anyMatch(selection -> selection.containsAll(other.entrySet()));
                    assertThat(with)
                            .anyMatch(selection -> one.equals(other) || !selection.containsAll(other.entrySet()));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("targets")
    void accountAGrantsWhatTheParametersSayAndNothingElse(Map<String, String> options) {
        assertThat(notProven(report(PublishedTemplates.TARGET, with(PublishedTemplates.TARGET_VALUES, options))))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("sources")
    void accountBsFunctionsDoWhatTheParametersSayAndNothingElse(Map<String, String> options) {
        assertThat(notProven(report(PublishedTemplates.SOURCE, with(PublishedTemplates.SOURCE_VALUES, options))))
                .isEmpty();
    }

    /** As the CDK synthesizes them: without and with each setting, and with what excludes these. */
    @ParameterizedTest
    @ValueSource(strings = {"", "-alternatives", "-everything"})
    void theTemplatesOfTheCdkAreProven(String settings) {
        for (String account : List.of("source", "target")) {
            ProofReport report = ofCdk(account + settings);

            assertThat(report.decisions()).hasSizeGreaterThan(3);
            assertThat(notProven(report)).isEmpty();
        }
    }

    private static ProofReport ofCdk(String name) {
        Optional<String> account = Optional.of(name.startsWith("source") ? "222222222222" : "111111111111");
        Template template = Template.parse(PublishedTemplates.ofCdk(name));
        return Proof.ofTemplate(new ResolvedTemplate(template, Map.of(), account, Optional.of("us-east-1")), List.of());
    }

    /** A log group of another name would be one that the functions may write to. */
    @Test
    void theOutputsThatNameTheStacksResourcesAreShownAsAssumed() {
        assertThat(report(PublishedTemplates.SOURCE, PublishedTemplates.SOURCE_VALUES)
                        .assumed())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("the stack's outputs name its own resources: DeadLetterQueueUrl is https://sqs.")
                        .containsPattern(", FunctionLogGroupName is \\S+, FunctionName is ")
                        .contains(", QueueUrl is ")
                        .doesNotContain("Alarm"));
    }

    /** Without a value, not even an empty text changes what is said. */
    @Test
    void anEmptyValueIsNone() {
        Map<String, String> empty =
                Map.of("SourceRoleName", "", "NextExternalId", "", "OrganizationId", "", "KmsKeyArn", "");

        assertThat(report(PublishedTemplates.TARGET, with(PublishedTemplates.TARGET_VALUES, empty))
                        .decisions())
                .isEqualTo(report(PublishedTemplates.TARGET, PublishedTemplates.TARGET_VALUES)
                        .decisions());
    }

    /** The functions of one role could each do what is expected of the other. */
    @Test
    void aSecondFunctionOnTheRoleRefutes() {
        Matcher function =
                Pattern.compile("(?ms)^  ReplicationFunction:\n.*?(?=^  \\w)").matcher(PublishedTemplates.SOURCE);
        assertThat(function.find()).isTrue();
        String second = function.group()
                .replaceFirst("ReplicationFunction:", "Second:")
                .replaceFirst("(?m)^ +FunctionName: .*\n", "");
        String text = PublishedTemplates.SOURCE.replaceFirst(
                "(?m)^Resources:\n", Matcher.quoteReplacement("Resources:\n" + second));

        assertThat(notProven(report(text, PublishedTemplates.SOURCE_VALUES)))
                .singleElement()
                .satisfies(decision -> assertThat(decision.reason()).contains("Second"));
    }

    @Test
    void twoFunctionsOfOneNameAreRefused() {
        Matcher function =
                Pattern.compile("(?ms)^  ReplicationFunction:\n.*?(?=^  \\w)").matcher(PublishedTemplates.SOURCE);
        assertThat(function.find()).isTrue();
        String second = function.group().replaceFirst("ReplicationFunction:", "Second:");
        String text = PublishedTemplates.SOURCE.replaceFirst(
                "(?m)^Resources:\n", Matcher.quoteReplacement("Resources:\n" + second));

        assertThatThrownBy(() -> report(text, PublishedTemplates.SOURCE_VALUES))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("this name for the second time");
    }

    @Test
    void aFunctionReadsTheSourceBucketAlone() {
        assertThat(notProven(report(
                        PublishedTemplates.SOURCE.replace("s3:::${SourceBucketName}/${IncludePrefix}*", "s3:::*"),
                        PublishedTemplates.SOURCE_VALUES)))
                .isNotEmpty();
    }

    /** Neither one that is called as an action, nor an ARN of another account. */
    @ParameterizedTest
    @CsvSource({
        "Other, other, s3:GetObject, arn:aws:s3:::other/*",
        "read, other, s3:GetObject, arn:aws:s3:::other/*",
        "LargeObjectsStateMachineArn, arn:aws:states:us-east-1:333333333333:stateMachine:w,"
                + " states:StartExecution, arn:aws:states:us-east-1:333333333333:stateMachine:w"
    })
    void anOutputDoesNotAddToWhatIsExpected(String output, String value, String action, String resource) {
        String text = PublishedTemplates.SOURCE
                .replaceFirst("(?ms)^  " + output + ":.*?(?=^  \\w)", "")
                .replaceFirst("(?m)^Outputs:\n", "$0  " + output + ":\n    Value: " + value + "\n")
                .replaceFirst(
                        "(?m)^( +)- Sid: ReadSourceObjects\n",
                        "$1- {Effect: Allow, Action: '" + action + "', Resource: '" + resource + "'}\n$0");

        assertThat(notProven(report(text, PublishedTemplates.SOURCE_VALUES)))
                .extracting(Decision::number)
                .containsExactly("7");
    }

    /** What the template says it means has no say in what the deployment is. */
    @Test
    void aValueOfTheGrantDoesNotReplaceTheBucket() {
        String arn = "arn:${AWS::Partition}:s3:::${BucketName}/${KeyPrefix}*";
        String text = PublishedTemplates.TARGET
                .replaceFirst("      Grant:\n", "$0        bucket: arn:aws:s3:::other\n")
                .replace(arn, arn.replace("${BucketName}", "other"));

        assertThat(notProven(report(text, PublishedTemplates.TARGET_VALUES)))
                .extracting(Decision::number)
                .containsExactly("2", "4");
    }

    @Test
    void theStatementsSayWhatIsGrantedAlsoWithoutOptions() {
        assertThat(report(PublishedTemplates.TARGET, PublishedTemplates.TARGET_VALUES)
                        .decisions())
                .extracting(Decision::statement)
                .containsExactly(
                        "Only principals of account 222222222222, never without an ExternalId that no other account"
                                + " has, can assume AllowPutToS3",
                        "A session of AllowPutToS3 can only s3:PutObject on arn:aws:s3:::target/*, never under a key"
                                + " that the customer provides (SSE-C), never under another KMS key",
                        "Nobody else of another account, and nobody anonymously, can use the bucket target, neither by"
                                + " a policy nor as another role of account A",
                        "Account B can assume AllowPutToS3 and put objects as statement 2 says");
    }
}
