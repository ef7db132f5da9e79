package org.allowput.infra;

import static org.allowput.infra.TestParameters.LINE;
import static org.allowput.infra.TestParameters.LONGEST_ROLE;
import static org.allowput.infra.TestParameters.PSEUDO_PARAMETERS;
import static org.allowput.infra.TestParameters.key;
import static org.allowput.infra.TestParameters.pattern;
import static org.allowput.infra.TestParameters.policy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.contract.TargetGrant;
import org.allowput.infra.policy.PolicyLength;
import org.allowput.infra.settings.Setting;
import org.allowput.infra.settings.SettingsSchema;
import org.junit.jupiter.api.Test;

/** The values that the parameters of the templates in {@code templates/} take, and those that their rules refuse. */
class TemplateParametersTest {
    /**
     * Parameters that take less than their settings: people without the CDK need no more, or the template cannot tell
     * more.
     */
    private static final Set<String> NARROWER = Set.of(
            // No characters with a meaning in IAM policies, JSON or the grant, and no apostrophe, which ends a word in
            // a shell.
            "KeyPrefix",
            "DeliveriesPrefix",
            "AddPrefix",
            "IncludePrefix",
            // DeclaredSettingsTest compares numbers.
            "QuietHours",
            "FunctionConcurrency");

    private static final String KEY = key("222222222222");
    private static final List<String> NO_BUCKETS = List.of(
            "",
            "ab",
            "a".repeat(64),
            "Bucket",
            "a_b",
            "-ab",
            "ab-",
            "a..b",
            "a.-b",
            "a-.b",
            "192.168.0.1",
            "xn--bucket",
            "bucket-s3alias",
            "bucket--ol-s3",
            "bucket.mrap");
    private static final List<String> NO_KEYS = List.of("alias/key", "1234abcd", KEY.replace("kms", "s3"), KEY + " ");
    private static final List<String> NO_ROLES =
            List.of(LONGEST_ROLE + "RR", "path/Role", "a role", policy("111111111111"));
    private static final List<String> NO_PREFIXES =
            List.of("in/*", "in/?", "in|", "${in}", "in'", "\"in", "p".repeat(514));
    private static final List<String> NO_POLICIES = List.of("Boundary", "arn:aws:iam::1:policy/Boundary", KEY);
    private static final List<String> NO_EMAILS = List.of("", "nobody", "a@b", "a b@example.com", "a@b@example.com");

    /** Values that are refused before anything is deployed, by the parameters of both templates. */
    private static final Map<String, List<String>> WRONG = Map.ofEntries(
            Map.entry("SourceAccount", List.of("", "12345678901", "1234567890123", "account")),
            Map.entry("SourceRoleName", NO_ROLES),
            Map.entry("OrganizationId", List.of("o-short", "a1b2c3d4e5", "o-A1B2C3D4E5")),
            Map.entry("BucketName", NO_BUCKETS),
            Map.entry("KmsKeyArn", NO_KEYS),
            Map.entry("RoleName", NO_ROLES),
            Map.entry("KeyPrefix", NO_PREFIXES),
            Map.entry("PermissionsBoundaryArn", NO_POLICIES),
            Map.entry("DeliveriesPrefix", List.of("no-slash", "a*/", "a|/")),
            Map.entry("AlarmEmail", NO_EMAILS),
            Map.entry("QuietHours", List.of("", "0", "169", "1.5", "24h")),
            Map.entry("AlarmCallers", List.of("ReplicateObjects", "AROAIDPPEZS35WEXAMPLE:", "AIDAQRSTUVWXYZEXAMPLE, ")),
            Map.entry(TargetGrant.NAME, List.of("", LINE + "|", LINE.replace("|deletions", "|yes"))),
            Map.entry("SourceBucketName", NO_BUCKETS),
            Map.entry("SourceKmsKeyArn", NO_KEYS),
            Map.entry(
                    "PreviousSourceKmsKeyArns",
                    List.of(KEY + ",", KEY + ", " + KEY, "alias/key", String.join(",", Collections.nCopies(6, KEY)))),
            Map.entry("IncludePrefix", NO_PREFIXES),
            Map.entry("RequiredTag", List.of("scan", "=clean", "scan=", "aws:scan=clean", "scan=a*b")),
            Map.entry("AddPrefix", NO_PREFIXES),
            Map.entry("CodeBucket", NO_BUCKETS),
            Map.entry("CodeKey", List.of("", "a key.zip", "k".repeat(1025))),
            Map.entry("Revision", List.of("", "a b", "1".repeat(16))),
            Map.entry("FunctionName", List.of("", "a.b", "f".repeat(51))),
            Map.entry("FunctionRoleName", NO_ROLES),
            Map.entry("FunctionConcurrency", List.of("", "1", "1001", "2000", "20.5")),
            Map.entry("LogRetentionDays", List.of("", "0", "2", "90 days", "10000")),
            Map.entry("DeployedLargeObjects", List.of("", "a.b", "f".repeat(51))),
            Map.entry("OperationsBucketName", NO_BUCKETS),
            Map.entry("RunbookUrl", List.of("", "runbook", "ftp://example.com", "https://example.com/#top")));

    private final ObjectNode target = PublishedTemplate.TARGET.json();
    private final ObjectNode source = PublishedTemplate.SOURCE.json();

    @Test
    void aWrongValueOfAnyParameterIsRefusedBeforeAnythingIsDeployed() {
        Set<String> tried = Stream.of(PublishedTemplate.values())
                .flatMap(template -> template.parameters().stream())
                .filter(parameter -> !Set.of("false|true", "true|false").contains(parameter.pattern()))
                .filter(parameter -> !parameter.pattern().matches("[A-Za-z|]+"))
                .peek(parameter -> assertThat(WRONG.get(parameter.name()))
                        .as(parameter.name())
                        .isNotEmpty()
                        .noneMatch(value -> value.matches(parameter.pattern())))
                .map(PublishedTemplate.Parameter::name)
                .collect(Collectors.toSet());

        assertThat(tried).isEqualTo(WRONG.keySet());
    }

    @Test
    void aStackThatDoesNotClaimItsBucketDoesNotCreateIt() {
        Map<String, String> parameters = new TreeMap<>(PSEUDO_PARAMETERS);
        parameters.put("ClaimBucket", "false");
        assertThat(EvaluatedTemplate.refusals(target, parameters))
                .singleElement()
                .asString()
                .startsWith("ClaimBucket is false, so another stack has the bucket: set CreateBucket to false");
        parameters.put("CreateBucket", "false");
        assertThat(EvaluatedTemplate.refusals(target, parameters)).isEmpty();
        parameters.put("ClaimBucket", "true");
        assertThat(EvaluatedTemplate.refusals(target, parameters)).isEmpty();
    }

    /** In the partition with the longest name, with the longest value of each parameter. */
    @Test
    void theTrustPolicyHasTheLengthThatIamTakesAtTheLongestExternalIds() {
        String longest = "x".repeat(750);
        for (String name : List.of("ExternalId", "NextExternalId")) {
            assertThat(longest).matches(pattern(target, name));
            assertThat(longest + "x").doesNotMatch(pattern(target, name));
        }
        Map<String, String> parameters = new TreeMap<>(PSEUDO_PARAMETERS);
        parameters.putAll(Map.of(
                "AWS::Partition",
                "aws-us-gov",
                "SourceAccount",
                "222222222222",
                "SourceRoleName",
                LONGEST_ROLE,
                "OrganizationId",
                "o-" + "a".repeat(32),
                "RequireMfa",
                "true",
                "ExternalId",
                longest,
                "NextExternalId",
                longest));
        JsonNode policy = EvaluatedTemplate.of(target, parameters)
                .at("/Resources/AllowPutToS3Role/Properties/AssumeRolePolicyDocument");

        assertThat(policy.toString().length()).isBetween(PolicyLength.TRUST - 50, PolicyLength.TRUST);
    }

    /** What a parameter takes is what its setting takes, but for those that say in their description what they take. */
    @Test
    void aParameterTakesWhatItsSettingTakes() {
        for (PublishedTemplate template : PublishedTemplate.values()) {
            for (PublishedTemplate.Parameter parameter : template.parameters()) {
                if (parameter.settings().size() != 1 || NARROWER.contains(parameter.name())) {
                    continue;
                }
                Setting setting = SettingsSchema.setting(parameter.settings().getFirst());
                String pattern = setting.text("type").equals("boolean") ? "false|true" : setting.pattern();
                assertThat(parameter.pattern())
                        .as(parameter.name())
                        .isIn(pattern, "|" + pattern, "none|" + pattern, reversed(pattern));
                if (parameter.pattern().startsWith("|")) {
                    assertThat(parameter.defaultValue()).as(parameter.name()).hasValue("");
                }
            }
        }
    }

    private static String reversed(String words) {
        return words.equals("false|true") ? "true|false" : words;
    }

    @Test
    void theLineOfTheGrantTakesWhatAccountAsParametersTake() {
        String[] fields = pattern(source, "TargetGrant").split(Pattern.quote("\\|"));
        assertThat(fields).hasSize(10);
        // Account A's template has refused the names that S3 reserves.
        assertThat("(" + pattern(target, "BucketName").replaceFirst("^.*\\)(?=\\[)", "") + ")")
                .isEqualTo(fields[2]);
        // The CDK appends an account to names of some roles, so that they have as many characters as IAM takes.
        assertThat(fields[3]).isEqualTo("(" + pattern(target, "RoleName").replace("51", "64") + ")");
        assertThat(fields[4]).isEqualTo("(" + pattern(target, "KeyPrefix") + ")?");
        assertThat("|" + fields[5].replaceAll("^\\(|\\)\\?$", "")).isEqualTo(pattern(target, "KmsKeyArn"));
        assertThat("|" + fields[6].replaceAll("^\\(|\\)\\?$", "")).isEqualTo(pattern(target, "DeliveriesPrefix"));
        assertThat(fields[7]).isEqualTo("(" + words("ReplicateDeletes") + ")");
        assertThat(fields[8]).isEqualTo("(" + words("ReplicateTags") + ")");
        assertThat(fields[9]).isEqualTo("(" + words("WriteOnce") + ")");
    }

    private String words(String parameter) {
        return target.at("/Parameters/" + parameter + "/AllowedValues")
                .valueStream()
                .map(JsonNode::asText)
                .collect(Collectors.joining("|"));
    }

    /** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html */
    @Test
    void aPrefixThatS3WouldWantEncodedIsRefused() {
        String pattern = pattern(source, "IncludePrefix");
        for (char character = ' '; character <= '~'; character++) {
            String text = String.valueOf(character);
            boolean isLiteral = text.equals("/")
                    || (!text.equals("*")
                            && URLEncoder.encode(text, StandardCharsets.UTF_8).equals(text));
            assertThat(("a" + text).matches(pattern)).as(text).isEqualTo(isLiteral);
        }
    }

    /** The template writes prefixes into JSON as they are. */
    @Test
    void aPrefixThatJsonWouldEscapeIsRefused() {
        for (String escaped : List.of("\"", "\\", "\t", "é\u0001")) {
            assertThat(escaped)
                    .doesNotMatch(pattern(source, "IncludePrefix"))
                    .doesNotMatch(pattern(source, "AddPrefix"))
                    .doesNotMatch(pattern(target, "KeyPrefix"));
            assertThat("111111111111|us-east-1|a.target|AllowPutToS3|%s|||deletions|false|false".formatted(escaped))
                    .doesNotMatch(pattern(source, "TargetGrant"));
        }
    }

    @Test
    void aLineThatIsNotWholeIsRefused() {
        String pattern = pattern(source, "TargetGrant");
        assertThat(LINE).matches(pattern);
        for (String wrong : List.of(
                "",
                "|||||||||",
                LINE + "|",
                LINE.replace("us-east-1", ""),
                LINE.replace("|deletions", "|yes"),
                LINE.replace("||del", "|receipts|del"))) {
            assertThat(wrong).doesNotMatch(pattern);
        }
        assertThat("from|b/").doesNotMatch(pattern(target, "KeyPrefix"));
    }
}
