package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.allowput.contract.TargetGrant;
import org.allowput.emulator.testing.Nightly;
import org.allowput.infra.settings.Setting;
import org.allowput.infra.settings.SettingsSchema;
import org.allowput.infra.settings.function.LargeObjectSettings;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.cloudformation.include.CfnInclude;

/**
 * The templates in {@code templates/} are written by hand. With any parameters they are what the CDK deploys with the
 * same settings; a test that fails prints what is missing, as a patch. The files for the AWS CLI beside them are
 * generated: {@code mvn -pl infra -am test -Dtest=PlainTemplatesTest -Dsnapshots=update}.
 */
class PlainTemplatesTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Path FOLDER = PublishedTemplate.FOLDER;
    private static final boolean UPDATE = "update".equals(System.getProperty("snapshots"));
    /** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html, without a bucket. */
    private static final int MAX_TEMPLATE_BYTES = 51_200;

    private static final int MAX_TEMPLATE_BYTES_IN_A_BUCKET = 1_000_000;

    /** {@code ParameterKey=Name,}, {@code param_Name=}, {@code Name=value} and Terraform's {@code Name = }. */
    private static final Pattern NAMED_PARAMETER = Pattern.compile("(?m)(?:ParameterKey=|param_|(?<=[ `\"])|^"
            + " {4})(?!UsePreviousValue|ParameterKey)([A-Z][a-z]\\w+)(?:=(?!\\w+,ParameterValue)| +="
            + " |,ParameterValue)");

    static final Map<String, String> PSEUDO_PARAMETERS = Map.of(
            "AWS::Partition", "aws",
            "AWS::Region", "us-east-1",
            "AWS::StackName", "ReplicateObjects",
            "AWS::URLSuffix", "amazonaws.com",
            "ExternalId", "agreed",
            "AlarmEmail", "none");

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

    /** https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html */
    private static final String REGIONAL_BUCKET = "NAME-TARGET_ACCOUNT-TARGET_REGION-an";

    private static final List<String> TRIGGERS = List.of("sqs", "eventbridge", "both");
    private static final String NUMBER = String.valueOf(Integer.MAX_VALUE);
    static final String LONGEST_ROLE = "R".repeat(50);
    static final String LINE = "111111111111|us-east-1|a.target|AllowPutToS3||||deletions|false|false";
    private static final String SECRET = "agreed:SecretString:::01234567-89ab-cdef-0123-456789abcdef";
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

    private static ObjectNode target = NODES.objectNode();
    private static ObjectNode source = NODES.objectNode();

    @BeforeAll
    static void read() {
        target = PublishedTemplate.TARGET.json();
        source = PublishedTemplate.SOURCE.json();
    }

    @Test
    void accountAsTemplateIsDeployedByOneCommandAndAccountBsFromTheBucketOfTheZip() throws IOException {
        assertThat(Files.size(PublishedTemplate.TARGET.file())).isLessThan(MAX_TEMPLATE_BYTES);
        assertThat(Files.size(PublishedTemplate.SOURCE.file())).isLessThan(MAX_TEMPLATE_BYTES_IN_A_BUCKET);
    }

    @Test
    void aReleaseStatesItsVersionAndLinksToItsOwnPages(@TempDir Path checkout) throws Exception {
        Files.createDirectory(checkout.resolve("build"));
        Files.copy(Path.of("..", "build", "stamp"), checkout.resolve("build").resolve("stamp"));
        Files.writeString(
                checkout.resolve("pom.xml"),
                Files.readString(Path.of("..", "pom.xml"))
                        .replace("<version>" + Release.version(), "<version>1.2.3")
                        .replace(Release.page(""), "https://example.com/v1.2.3/docs/")
                        .replace(Release.page("").replaceFirst("/$", ""), "https://example.com/v1.2.3/docs"));
        for (PublishedTemplate template : PublishedTemplate.values()) {
            String stamped = PublishedTemplate.stamp(checkout.resolve("build").resolve("stamp"), template.file());

            assertThat(TemplateYaml.parse(stamped).at("/Outputs/Version/Value").asText())
                    .isEqualTo("1.2.3");
            assertThat(stamped).contains("https://example.com/v1.2.3/docs/").doesNotContain("SNAPSHOT", "HOST/OWNER");
        }
    }

    @Test
    void theBucketsEventsChangeAfterTheFunctionsThatHandleThem() {
        DeploymentOrderTest.assertEventsChangeLast(source);
    }

    @Test
    void theFilesForTheAwsCliAreThePoliciesAndTheBucketOfTheTemplate() throws IOException {
        Map<String, String> parameters = new TreeMap<>(PSEUDO_PARAMETERS);
        parameters.putAll(
                Map.of("SourceAccount", "SOURCE_ACCOUNT", "ExternalId", "EXTERNAL_ID", "BucketName", "TARGET_BUCKET"));
        JsonNode role =
                EvaluatedTemplate.of(target, parameters).get("Resources").at("/AllowPutToS3Role/Properties");
        parameters.put("BucketName", REGIONAL_BUCKET);
        JsonNode resources = EvaluatedTemplate.of(target, parameters).get("Resources");
        ObjectNode bucket = (ObjectNode) resources.at("/TargetBucket/Properties");
        assertThat(bucket.get("BucketNamespace").asText()).isEqualTo("account-regional");
        bucket.set("PolicyDocument", resources.at("/TargetBucketPolicy/Properties/PolicyDocument"));

        compare("trust-policy.json", Json.write(role.get("AssumeRolePolicyDocument")));
        compare("role-policy.json", Json.write(role.at("/Policies/0/PolicyDocument")));
        compare("bucket.json", Json.write(bucket).replace("${TargetBucket.Arn}", "arn:aws:s3:::" + REGIONAL_BUCKET));
    }

    /** For principals of account B: the statement by which the function assumes the role. */
    @Test
    void theFileForOtherCallersIsTheStatementOfTheFunction() throws IOException {
        Map<String, String> parameters = new TreeMap<>(PSEUDO_PARAMETERS);
        parameters.putAll(Map.of("TargetAccount", "TARGET_ACCOUNT", "RoleName", "ROLE_NAME"));
        JsonNode statements = EvaluatedTemplate.of(source, withGrant(parameters))
                .at("/Resources/ReplicationFunctionAccessRole/Properties/Policies/0/PolicyDocument/Statement");
        ObjectNode policy = NODES.objectNode().put("Version", "2012-10-17");
        statements.forEach(statement -> {
            if (statement.path("Sid").asText().equals("AssumeTargetRole")) {
                policy.putArray("Statement").add(statement);
            }
        });

        compare("caller-policy.json", Json.write(policy));
    }

    private static void compare(String name, String generated) throws IOException {
        Path file = FOLDER.resolve(name);
        if (UPDATE) {
            Files.writeString(file, generated);
        }
        assertThat(generated).isEqualTo(Files.readString(file));
    }

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

    @Test
    void aBucketWhoseNameEndsAsS3RequiresItIsInTheNamespaceOfTheAccount() {
        for (String name : List.of("a-111111111111-us-east-1-an", "a-an-an", "an", "a-an-b", "a.target")) {
            String regional = name.endsWith("-an") ? "account-regional" : "";
            assertThat(namespace(target, "BucketName", name, "TargetBucket")).isEqualTo(regional);
            assertThat(namespace(source, "SourceBucketName", name, "SourceBucket"))
                    .isEqualTo(regional);
            assertThat(namespace(source, "OperationsBucketName", name, "OperationsBucket"))
                    .isEqualTo(regional);
        }
    }

    private static String namespace(JsonNode template, String parameter, String name, String bucket) {
        Map<String, String> parameters = new TreeMap<>(PSEUDO_PARAMETERS);
        parameters.put(parameter, name);
        JsonNode resource =
                EvaluatedTemplate.of(template, parameters).get("Resources").get(bucket);
        assertThat(resource.at("/Properties/BucketName").asText()).isEqualTo(name);
        return resource.at("/Properties/BucketNamespace").asText();
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

    /** https://docs.aws.amazon.com/cdk/v2/guide/use-cfn-template.html */
    @Test
    void anAppOfTheCdkIncludesTheTemplatesAsTheyAre(@TempDir Path folder) throws IOException {
        App app = new App(AppProps.builder()
                .outdir(folder.toString())
                .analyticsReporting(false)
                .build());
        for (String name : List.of("ReplicationTarget", "ReplicationSource")) {
            CfnInclude.Builder.create(new Stack(app, name), "Template")
                    .templateFile(FOLDER.resolve(name + ".yaml").toString())
                    .parameters(Map.of("ExternalIdReference", SECRET))
                    .build();
        }
        app.synth();

        for (String name : List.of("ReplicationTarget", "ReplicationSource")) {
            JsonNode included = Json.read(folder.resolve(name + ".template.json"));
            JsonNode template = name.equals("ReplicationTarget") ? target : source;
            assertThat(included.get("Resources").size())
                    .isEqualTo(template.get("Resources").size());
            assertThat(included.toString()).contains("{{resolve:secretsmanager:" + SECRET + "}}");
            assertThat(included.at("/Resources/ReplicationFunction/Properties/RecursiveLoop"))
                    .isEqualTo(template.at("/Resources/ReplicationFunction/Properties/RecursiveLoop"));
        }
    }

    /** In commands and in tables. */
    @Test
    void theParametersThatTheDocumentsNameExist() throws IOException {
        List<String> parameters = Stream.of(target, source)
                .flatMap(template -> template.get("Parameters").properties().stream())
                .map(Map.Entry::getKey)
                .toList();
        for (String page : List.of("deploy.md", "deploy-elsewhere.md", "put-yourself.md")) {
            // Arguments of a program look like parameters.
            String text =
                    Files.readString(Path.of("..", "docs", page)).replaceAll("(?s)python3 - <<'END'.*?\nEND\n", "");
            assertThat(NAMED_PARAMETER.matcher(text).results().map(found -> found.group(1)))
                    .as(page)
                    .isNotEmpty()
                    .allMatch(parameters::contains);
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

    private static List<String> refusals(Map<String, String> deployed, Map<String, String> changed) {
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
        assertThat(pattern(target, "SourceRoleName")).isEqualTo(pattern(source, "FunctionRoleName"));
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

    private static ObjectNode evaluated(Map<String, String> changed) {
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

    static String pattern(JsonNode template, String parameter) {
        return template.at("/Parameters/" + parameter + "/AllowedPattern").asText();
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

    /** With the line of account A's values, which are parameters of its template. */
    private static Map<String, String> withGrant(Map<String, String> parameters) {
        if (!parameters.containsKey("TargetAccount")) {
            return parameters;
        }
        Map<String, String> all = new TreeMap<>(parameters);
        TargetGrant grant = TargetGrant.of(field -> parameters.getOrDefault(
                field.label(),
                !field.choices().isEmpty() ? field.choices().getFirst() : field.isOptional() ? "" : "us-east-1"));
        all.put(TargetGrant.NAME, grant.line());
        return all;
    }

    private static void assertSame(
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

    static String key(String account) {
        return "arn:aws:kms:us-east-1:" + account + ":key/1234abcd-12ab-34cd-56ef-1234567890ab";
    }

    static String policy(String account) {
        return "arn:aws:iam::" + account + ":policy/Boundary";
    }
}
