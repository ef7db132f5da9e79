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
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.allowput.contract.TargetGrant;
import org.allowput.infra.settings.function.LargeObjectSettings;
import org.junit.jupiter.api.Test;

/** The rules of account B's template: what a change of a parameter changes, and which names it makes. */
class SourceTemplateTest {
    private static final String NUMBER = String.valueOf(Integer.MAX_VALUE);

    private final ObjectNode source = PublishedTemplate.SOURCE.json();

    @Test
    void theBucketsEventsChangeAfterTheFunctionsThatHandleThem() {
        DeploymentOrderTest.assertEventsChangeLast(source);
    }

    /** The bucket is retained, so that it could not be created again under its name. */
    @Test
    void theOperationsBucketStaysInTheStackWhileTheWorkflowIsOff() {
        Map<String, String> parameters = new TreeMap<>(PSEUDO_PARAMETERS);
        parameters.put("OperationsBucketName", "operations");
        parameters.put("LargeObjects", "true");
        JsonNode with = EvaluatedTemplate.of(source, parameters).get("Resources");
        parameters.put("LargeObjects", "false");
        JsonNode without = EvaluatedTemplate.of(source, parameters).get("Resources");

        assertThat(with.has("LargeObjectsWorkflowStateMachine")).isTrue();
        assertThat(without.has("LargeObjectsWorkflowStateMachine")).isFalse();
        for (String kept : List.of("OperationsBucket", "OperationsBucketPolicy")) {
            assertThat(without.get(kept)).isNotNull().isEqualTo(with.get(kept));
        }
    }

    /**
     * The function runs in a published version: otherwise queue and bucket change, and what runs does not. Lambda in
     * turn publishes no version of a function that has not changed, and CloudFormation fails. What has a version is
     * another one with another content.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-appconfig-hostedconfigurationversion.html">
     *     AWS::AppConfig::HostedConfigurationVersion</a>
     */
    @Test
    void everyParameterPublishesAVersionExceptTheExternalIdWhichIsSecret() {
        source.get("Parameters").properties().forEach(parameter -> {
            String name = parameter.getKey();
            boolean isSecret = name.equals("ExternalId");
            assertThat(parameter.getValue().get("Description").asText().contains("another Revision"))
                    .as(name)
                    .isEqualTo(isSecret);
            ObjectNode before = evaluated(Map.of(name, value(name, parameter.getValue(), 0)));
            ObjectNode after = evaluated(Map.of(name, value(name, parameter.getValue(), 1)));
            assertThat(content(before).equals(content(after))).as(name).isEqualTo(isSecret);
        });
        for (String function : List.of("ReplicationFunction", "LargeObjectsFunction")) {
            for (String resource : List.of(function, function + "CurrentVersion")) {
                assertThat(source.at("/Resources/" + resource + "/Properties/Description")
                                .toString())
                        .contains("${FunctionConfigurationVersion}");
            }
        }
    }

    private static String content(JsonNode template) {
        return template.at("/Resources/FunctionConfigurationVersion/Properties/Content")
                .asText();
    }

    /** A state machine that is removed or replaced ends its executions, whose events are in no queue any more. */
    @Test
    void theWorkflowIsNeitherRemovedNorRenamedUntilSomebodyConfirmsThatNoCopyRuns() {
        Map<String, String> deployed = Map.of(
                "LargeObjects",
                "true",
                "DeployedLargeObjects",
                "Copy",
                "FunctionName",
                "Copy",
                "OperationsBucketName",
                "o");
        assertThat(refusals(deployed, Map.of())).isEmpty();
        assertThat(refusals(deployed, Map.of("DeployedLargeObjects", "none")))
                .singleElement()
                .asString()
                .startsWith("Set DeployedLargeObjects to FunctionName");
        assertThat(refusals(deployed, Map.of("LargeObjects", "false")))
                .singleElement()
                .asString()
                .startsWith("Running copies would be lost. Set DeployedLargeObjects to none, after no copy runs");
        assertThat(refusals(deployed, Map.of("FunctionName", "Other")))
                .singleElement()
                .asString()
                .startsWith("Running copies would be lost with another FunctionName.");
        assertThat(refusals(deployed, Map.of("LargeObjects", "false", "DeployedLargeObjects", "none")))
                .isEmpty();
        assertThat(refusals(deployed, Map.of("FunctionName", "Other", "DeployedLargeObjects", "Other")))
                .isEmpty();
    }

    private List<String> refusals(Map<String, String> deployed, Map<String, String> changed) {
        Map<String, String> parameters = new TreeMap<>(PSEUDO_PARAMETERS);
        parameters.putAll(deployed);
        parameters.putAll(changed);
        return EvaluatedTemplate.refusals(source, parameters);
    }

    /** With the names of both buckets and the revision, by which operators tell functions apart. */
    @Test
    void aFunctionsDescriptionSaysWhatItCopiesByWhichRevision() {
        ObjectNode template = evaluated(Map.of("SourceBucketName", "a.source", "Revision", "7"));
        assertThat(template.at("/Resources/ReplicationFunction/Properties/Description")
                        .asText())
                .startsWith("Copies objects of a.source to a.target (revision 7), version ");
        assertThat(template.at("/Resources/LargeObjectsFunction/Properties/Description")
                        .asText())
                .startsWith("Copies ranges of large objects of a.source to a.target (revision 7), version ");
    }

    @Test
    void descriptionsAndNamesFitAtTheLongestAllowedValues() {
        Map<String, String> longest = new TreeMap<>();
        source.get("Parameters").properties().forEach(parameter -> {
            JsonNode declaration = parameter.getValue();
            longest.put(
                    parameter.getKey(),
                    declaration.has("AllowedValues")
                            ? declaration.at("/AllowedValues/0").asText()
                            : longest(declaration.get("AllowedPattern").asText()));
        });
        longest.put("LargeObjects", "true");
        // https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html
        longest.put("AWS::StackName", "s".repeat(128));
        ObjectNode template = evaluated(longest);

        template.get("Resources").properties().forEach(entry -> {
            JsonNode properties = entry.getValue().path("Properties");
            String type = entry.getValue().get("Type").asText();
            if (type.startsWith("AWS::Lambda::")) {
                // https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html
                assertThat(properties.path("Description").asText().replace("${FunctionConfigurationVersion}", NUMBER))
                        .as(entry.getKey())
                        .hasSizeLessThanOrEqualTo(256);
            }
            // https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
            if (type.equals("AWS::Lambda::Function")) {
                assertThat(properties.get("FunctionName").asText())
                        .as(entry.getKey())
                        .hasSizeLessThanOrEqualTo(64);
            }
            // https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html
            assertThat(properties.path("StateMachineName").asText())
                    .as(entry.getKey())
                    .hasSizeLessThanOrEqualTo(80);
            // https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_CreateApplication.html
            if (type.equals("AWS::AppConfig::Application")) {
                assertThat(properties.get("Name").asText()).hasSizeLessThanOrEqualTo(64);
            }
            // https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
            assertThat(properties.path("RoleName").asText()).as(entry.getKey()).hasSizeLessThanOrEqualTo(64);
            // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
            assertThat(properties.path("AlarmDescription").asText())
                    .as(entry.getKey())
                    .hasSizeLessThanOrEqualTo(1024);
        });
        assertThat(template.at("/Resources/LargeObjectsFunctionAccessRole/Properties/RoleName")
                        .asText())
                .as("as account A's trust policy spells it")
                .isEqualTo(LargeObjectSettings.roleName(Objects.requireNonNull(longest.get("FunctionRoleName"))))
                .hasSize(64);
        assertThat(pattern(PublishedTemplate.TARGET.json(), "SourceRoleName"))
                .isEqualTo(pattern(source, "FunctionRoleName"));
    }

    private ObjectNode evaluated(Map<String, String> changed) {
        Map<String, String> parameters = new TreeMap<>(PSEUDO_PARAMETERS);
        parameters.putAll(Map.of("LargeObjects", "true", TargetGrant.NAME, LINE));
        parameters.putAll(changed);
        return EvaluatedTemplate.of(source, parameters);
    }

    private static String value(String name, JsonNode declaration, int number) {
        if (name.equals(TargetGrant.NAME)) {
            return number == 0 ? LINE : LINE.replace("a.target", "another.target");
        }
        return declaration.has("AllowedValues")
                ? declaration.at("/AllowedValues/" + number).asText()
                : List.of("one", "other").get(number);
    }

    /** The longest of some texts that a pattern matches. */
    private static String longest(String pattern) {
        String line = "111111111111|abcd-abcd-abcde-12|%s|%s|%s|%s|%s/|deletionsAndExpirations|false|false"
                .formatted("b".repeat(63), LONGEST_ROLE, "p".repeat(512), key("111111111111"), "d".repeat(512));
        String key = "arn:aws:kms:us-east-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab";
        String keys = String.join(",", Collections.nCopies(5, key));
        String url = "https://" + "a".repeat(400);
        String reference = "s".repeat(512) + ":SecretString:::" + "v".repeat(64);
        Stream<String> repeated = IntStream.rangeClosed(0, 1224)
                .boxed()
                .flatMap(length -> Stream.of("a".repeat(length), "1".repeat(length)));
        return Stream.concat(
                        repeated, Stream.of(line, key, keys, reference, policy("111111111111"), "a@example.com", url))
                .filter(text -> text.matches(pattern))
                .max(Comparator.comparingInt(String::length))
                .orElseThrow(() -> new AssertionError(pattern));
    }
}
