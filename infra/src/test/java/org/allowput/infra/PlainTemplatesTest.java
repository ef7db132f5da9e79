package org.allowput.infra;

import static org.allowput.infra.TestParameters.LONGEST_ROLE;
import static org.allowput.infra.TestParameters.PSEUDO_PARAMETERS;
import static org.allowput.infra.TestParameters.key;
import static org.allowput.infra.TestParameters.pattern;
import static org.allowput.infra.TestParameters.policy;
import static org.allowput.infra.TestParameters.withGrant;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.allowput.emulator.testing.Nightly;
import org.allowput.infra.settings.Setting;
import org.allowput.infra.settings.SettingsSchema;
import org.junit.jupiter.api.Test;

/**
 * The templates in {@code templates/} are written by hand. With any parameters they are what the CDK deploys with the
 * same settings; a test that fails prints what is missing, as a patch.
 */
class PlainTemplatesTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** The values that both accounts have in what follows, as parameters of both templates. */
    private static final Map<String, String> DEPLOYED = Map.of(
            "SourceAccount", "222222222222",
            "BucketName", "a.target",
            "KeyPrefix", "from-b/",
            "RoleName", "AllowPutToS3-222222222222",
            "TargetAccount", "111111111111",
            "TargetRegion", "us-east-1",
            "TargetBucketName", "a.target",
            "SourceBucketName", "a.source",
            "OperationsBucketName", "b.operations");

    private static final List<String> TRIGGERS = List.of("sqs", "eventbridge", "both");
    private static final String RUNBOOK = "https://example.com/operations";

    private static final String CALLERS = "AIDAQRSTUVWXYZEXAMPLE,AROAIDPPEZS35WEXAMPLE:ReplicateObjects";

    private static final String OLD_KEYS = key("222222222222").replace("1234", "5678") + ","
            + key("222222222222").replace("1234", "9abc");

    private static final Example BUCKET_EXISTS = new Example("CreateBucket", "false", "target.bucketExists", "true");

    private static final List<Example> TARGET = List.of(
            new Example("SourceRoleName", LONGEST_ROLE, "source.roleName", LONGEST_ROLE),
            new Example("OrganizationId", "o-a1b2c3d4e5", "source.organizationId", "o-a1b2c3d4e5"),
            new Example("RequireMfa", "true", "source.requireMfa", "true"),
            new Example("KmsKeyArn", key("111111111111"), "target.kmsKeyArn", key("111111111111")),
            new Example("PermissionsBoundaryArn", "target.permissionsBoundaryArn", policy("111111111111")),
            BUCKET_EXISTS,
            new Example("DeliveriesPrefix", "from-b/_deliveries/", "receipts.deliverTo", "from-b/_deliveries/"),
            new Example("ClaimBucket", "false", "target.bucketShared", "true"),
            new Example("AlarmEmail", "on-call@example.com", "target.alarms.email", "on-call@example.com"),
            new Example("QuietHours", "36", "target.alarms.quietHours", "36"),
            new Example("AlarmCallers", CALLERS, "target.alarms.callers", CALLERS));

    private static final List<Example> SOURCE = List.of(
            new Example("IncludePrefix", "in/", "keys.include", "in/**"),
            new Example("RequiredTag", "scan=clean", "source.requiredTag", "scan=clean"),
            new Example("Receipts", "true", "receipts.enabled", "true"),
            new Example("FunctionRoleName", LONGEST_ROLE, "source.roleName", LONGEST_ROLE),
            new Example("SourceKmsKeyArn", key("222222222222"), "source.kmsKeyArn", key("222222222222")),
            new Example("PreviousSourceKmsKeyArns", "source.previousKmsKeyArns", OLD_KEYS),
            new Example("AddPrefix", "more/", "keys.addPrefix", "from-b/more/"),
            new Example("FunctionConcurrency", "7", "queue.functionConcurrency", "7"),
            new Example("LogRetentionDays", "30", "logs.retentionDays", "30"),
            new Example("AlarmEmail", "on-call@example.com", "alarms.email", "on-call@example.com"),
            new Example("RunbookUrl", RUNBOOK, "alarms.runbook", RUNBOOK),
            new Example("PermissionsBoundaryArn", "source.permissionsBoundaryArn", policy("222222222222")),
            new Example("CreateBucket", "false", "source.bucketExists", "true"),
            new Example("LargeObjects", "true", "largeObjects.enabled", "true"),
            // Of the line.
            new Example("DeliveriesPrefix", "from-b/_deliveries/", "receipts.deliverTo", "from-b/_deliveries/"),
            new Example("TargetKmsKeyArn", key("111111111111"), "target.kmsKeyArn", key("111111111111")));

    private static final List<Example> BOTH = List.of(
            new Example("ReplicateTags", "true", "optIns.replicateTags", "true"),
            new Example("ReplicateDeletes", "optIns.replicateDeletes", "deletionsAndExpirations"),
            new Example("WriteOnce", "true", "target.writeOnce", "true"));

    /** The defaults of account B's template, which the CDK's differ from. */
    private static final List<Example> DEFAULTS = List.of(
            new Example("NotifyQueue", "true", "trigger", "sqs"),
            new Example("LargeObjects", "false", "largeObjects.enabled", "false"));

    /** A parameter and the setting that it stands for. */
    private record Example(String parameter, String value, String setting, String settingValue) {
        Example(String parameter, String setting, String value) {
            this(parameter, value, setting, value);
        }
    }

    private final ObjectNode target = PublishedTemplate.TARGET.json();
    private final ObjectNode source = PublishedTemplate.SOURCE.json();

    @Test
    void withAnyParametersTheTargetTemplateIsWhatTheCdkDeploysWithTheSameSettings() {
        Map<String, String> parameters = deployed("111111111111");
        for (List<Example> selected : selections(TARGET)) {
            // A bucket that another stack claims exists.
            boolean isShared =
                    selected.stream().anyMatch(example -> example.parameter().equals("ClaimBucket"));
            List<Example> examples = isShared && !selected.contains(BUCKET_EXISTS)
                    ? Stream.concat(selected.stream(), Stream.of(BUCKET_EXISTS)).toList()
                    : selected;
            JsonNode synthesized = Synthesised.targetOf(settings(examples));
            assertSame(PublishedTemplate.TARGET, parameters, examples, synthesized);
        }
    }

    @Test
    void withAnyParametersTheSourceTemplateIsWhatTheCdkDeploysWithTheSameSettings() {
        for (String trigger : TRIGGERS) {
            Map<String, String> parameters = deployed("222222222222");
            parameters.putAll(Map.of(
                    "NotifyQueue", Boolean.toString(!trigger.equals("eventbridge")),
                    "UseEventBridge", Boolean.toString(!trigger.equals("sqs"))));
            for (List<Example> examples : selections(trigger)) {
                Map<String, String> settings = settings(examples);
                settings.putIfAbsent("largeObjects.enabled", "false");
                settings.put("trigger", trigger.equals("both") ? "eventbridge" : trigger);
                if (trigger.equals("both")) {
                    settings.put("previousTrigger", "sqs");
                }
                JsonNode synthesized = Synthesised.sourceOf(settings);
                assertSame(PublishedTemplate.SOURCE, parameters, examples, synthesized);
            }
        }
    }

    /** Each way of giving an ExternalId, and each of giving the next one of account A's template. */
    @Test
    void withAnyExternalIdTheTemplatesAreWhatTheCdkDeploys() {
        JsonNode ofA = Synthesised.targetOf(settings(List.of()));
        JsonNode ofB = Synthesised.sourceOf(settings(DEFAULTS));
        for (String name : List.of("ExternalId", "ExternalIdReference")) {
            for (String next : List.of("", "NextExternalId", "NextExternalIdReference")) {
                Map<String, String> given = new TreeMap<>();
                given.put("ExternalId", "");
                given.put(name, "the-first");
                if (!next.isEmpty()) {
                    given.put(next, "the-next");
                }
                Map<String, String> a = deployed("111111111111");
                a.putAll(given);
                assertSame(PublishedTemplate.TARGET, a, List.of(), ofA);
                Map<String, String> b = deployed("222222222222");
                b.putAll(given);
                assertSame(PublishedTemplate.SOURCE, b, List.of(), ofB);
            }
        }
    }

    private static Map<String, String> deployed(String account) {
        Map<String, String> parameters = new TreeMap<>(PSEUDO_PARAMETERS);
        parameters.putAll(DEPLOYED);
        parameters.put("AWS::AccountId", account);
        return parameters;
    }

    @Test
    void theParametersOfTheExternalIdAndTheirRulesAreThoseOfTheCdk() {
        for (PublishedTemplate template : PublishedTemplate.values()) {
            JsonNode synthesized = template == PublishedTemplate.TARGET
                    ? Synthesised.targetOf(settings(List.of()))
                    : Synthesised.sourceOf(settings(DEFAULTS));
            ObjectNode plain = template.json();
            assertThat(plain.get("Description")).isEqualTo(synthesized.get("Description"));
            for (String section : List.of("Parameters", "Rules")) {
                ObjectNode expected = (ObjectNode) synthesized.get(section);
                expected.retain(names(expected, "ExternalId"));
                ObjectNode actual = (ObjectNode) plain.get(section);
                actual.retain(names(actual, "ExternalId"));
                if (section.equals("Parameters")) {
                    // Those of the CDK name the account.
                    Stream.of(expected, actual)
                            .forEach(parameters ->
                                    parameters.forEach(each -> ((ObjectNode) each).remove("Description")));
                }
                // The CDK reads ExternalIds from the environment, and measures the trust policy.
                String longest = template == PublishedTemplate.TARGET ? "750" : "1224";
                assertThat(Json.write(actual))
                        .isEqualTo(Json.write(expected).replace("1224", longest))
                        .contains("ExternalId");
            }
        }
    }

    private static List<String> names(ObjectNode entries, String part) {
        return entries.propertyStream()
                .map(Map.Entry::getKey)
                .filter(name -> name.contains(part))
                .toList();
    }

    /** By the template of A or by the CDK, with nothing but the bucket, or with all that both must agree on. */
    @Test
    void theLineThatAccountAStatesIsOneThatAccountBsTemplateTakes() {
        Map<String, String> all = Map.of(
                "KeyPrefix", "from b/",
                "RoleName", "AllowPutToS3-222222222222",
                "KmsKeyArn", key("111111111111"),
                "DeliveriesPrefix", "from b/_deliveries/");
        for (List<Example> examples : selections(List.of())) {
            Map<String, String> ofA = new TreeMap<>(PSEUDO_PARAMETERS);
            ofA.putAll(Map.of("AWS::AccountId", "111111111111", "BucketName", "a.target"));
            Map<String, String> settings = new TreeMap<>(Map.of("target.bucketName", "a.target"));
            if (!examples.isEmpty()) {
                ofA.putAll(all);
                settings.putAll(Map.of(
                        "source.keyPrefix", "from b/",
                        "keys.addPrefix", "from b/",
                        "target.kmsKeyArn", key("111111111111"),
                        "receipts.deliverTo", "from b/_deliveries/"));
            }
            examples.forEach(example -> {
                ofA.put(example.parameter(), example.value());
                settings.put(example.setting(), example.settingValue());
            });
            String line = EvaluatedTemplate.of(target, ofA)
                    .at("/Outputs/TargetGrant/Value")
                    .asText();
            assertThat(Synthesised.targetOf(settings).at("/Outputs/TargetGrant/Value"))
                    .isEqualTo(NODES.textNode(line));
            assertThat(line).matches(pattern(source, "TargetGrant")).doesNotContain("ExternalId", "agreed");
        }
    }

    /** A new opt-in would otherwise be missing in what those without the CDK deploy. */
    @Test
    void everyOptInIsAParameter() {
        List<String> settings = PublishedTemplate.TARGET.parameters().stream()
                .flatMap(parameter -> parameter.settings().stream())
                .toList();
        assertThat(SettingsSchema.settings())
                .extracting(Setting::path)
                .filteredOn(path -> path.startsWith("optIns."))
                .isNotEmpty()
                .allMatch(settings::contains);
    }

    /**
     * None, all, and seven selections of them, in which any two occur in all four ways: each is in those whose bits are
     * set in a number of its own, which has seven bits, four of them set. By night also each alone.
     */
    private static List<List<Example>> selections(List<Example> ofStack) {
        List<Example> all = all(ofStack);
        List<List<Example>> selections = pairs(all);
        if (Nightly.Condition.includes(3)) {
            all.forEach(example -> selections.add(List.of(example)));
        }
        return selections;
    }

    /** Nothing, everything, and a third of the pairs with each trigger; nightly all of them. */
    private static List<List<Example>> selections(String trigger) {
        List<List<Example>> selections = selections(SOURCE);
        return IntStream.range(0, selections.size())
                .filter(at -> at < 2 || Nightly.Condition.includes(3) || at % 3 == TRIGGERS.indexOf(trigger))
                .mapToObj(selections::get)
                .toList();
    }

    private static List<Example> all(List<Example> ofStack) {
        return Stream.concat(ofStack.stream(), BOTH.stream()).toList();
    }

    private static List<List<Example>> pairs(List<Example> all) {
        int[] numbers = IntStream.range(0, 1 << 7)
                .filter(number -> Integer.bitCount(number) == 4)
                .toArray();
        List<List<Example>> selections = new ArrayList<>(List.of(List.of(), all));
        for (int bit = 0; bit < 7; bit++) {
            int mask = 1 << bit;
            selections.add(IntStream.range(0, all.size())
                    .filter(at -> (numbers[at] & mask) != 0)
                    .mapToObj(all::get)
                    .toList());
        }
        return selections;
    }

    private static Map<String, String> settings(List<Example> examples) {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "target.bucketName", "a.target",
                "source.bucketName", "a.source",
                "source.keyPrefix", "from-b/",
                "operations.bucketName", "b.operations",
                "keys.addPrefix", "from-b/"));
        examples.forEach(example -> settings.put(example.setting(), example.settingValue()));
        return settings;
    }

    private void assertSame(
            PublishedTemplate template, Map<String, String> parameters, List<Example> examples, JsonNode synthesized) {
        Map<String, String> all = new TreeMap<>(parameters);
        examples.forEach(example -> all.put(example.parameter(), example.value()));
        ObjectNode expected = EvaluatedTemplate.of(LogicalIds.withoutHashes(synthesized), all);
        ObjectNode actual =
                EvaluatedTemplate.of(template == PublishedTemplate.TARGET ? target : source, withGrant(all));
        expected.get("Resources")
                .properties()
                .forEach(resource -> assertThat(
                                actual.at("/Resources/" + resource.getKey()).path("DependsOn"))
                        .as(resource.getKey() + " depends on what it depends on in one of the deployments")
                        .containsAll(resource.getValue().path("DependsOn")));
        assertThat(TemplatePatch.of(comparable(actual), comparable(expected)))
                .as(
                        "%s with %s is not what the CDK deploys. It is after this patch, whose lines are evaluated:",
                        template.file(), examples)
                .isEmpty();
    }

    /**
     * Without what is another one on purpose: where the code is, which update it is and what decides that, an order
     * that has no condition, and Athena, which is left to the CDK.
     */
    private static ObjectNode comparable(ObjectNode template) {
        ((ObjectNode) template.get("Resources"))
                .removeIf(resource -> resource.get("Type").asText().matches("AWS::(AppConfig|Athena|Glue)::.*"));
        ((ObjectNode) template.get("Outputs")).remove("AthenaDatabase");
        template.get("Resources").forEach(resource -> {
            ((ObjectNode) resource).remove("DependsOn");
            // But what bin/prove-access compares the policies with.
            if (resource.get("Metadata") instanceof ObjectNode metadata
                    && metadata.retain("Grant").isEmpty()) {
                ((ObjectNode) resource).remove("Metadata");
            }
            if (!(resource.get("Properties") instanceof ObjectNode properties)) {
                return;
            }
            if (resource.get("Type").asText().startsWith("AWS::Lambda::")) {
                properties.remove(List.of("Code", "Description"));
            }
            // A parameter is text.
            for (String number : List.of("EvaluationPeriods", "RetentionInDays")) {
                if (properties.has(number)) {
                    properties.put(number, properties.get(number).asText());
                }
            }
            if (properties.get("ScalingConfig") instanceof ObjectNode scaling) {
                scaling.put(
                        "MaximumConcurrency", scaling.get("MaximumConcurrency").asText());
            }
        });
        ObjectNode optIns = (ObjectNode) template.at("/Outputs/OptIns");
        // Which side an opt-in concerns is not in the names.
        optIns.remove("Value");
        return (ObjectNode) withJson(template);
    }

    /**
     * With texts that are JSON as JSON: people write dashboards and workflows over several lines. A list of one
     * resource of a statement is that resource.
     */
    private static JsonNode withJson(JsonNode node) {
        if (node.isTextual() && node.asText().matches("(?s)(\\{(?!\\{)|\\[).*[}\\]]")) {
            return Json.parse(node.asText());
        }
        if (node instanceof ObjectNode object) {
            if (object.has("Effect") && object.path("Resource").size() == 1) {
                object.set("Resource", object.at("/Resource/0"));
            }
            object.properties().forEach(entry -> entry.setValue(withJson(entry.getValue())));
        }
        if (node instanceof ArrayNode items) {
            IntStream.range(0, items.size()).forEach(at -> items.set(at, withJson(items.get(at))));
        }
        return node;
    }
}
