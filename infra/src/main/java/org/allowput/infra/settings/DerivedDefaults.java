package org.allowput.infra.settings;

import java.util.List;
import java.util.Set;
import org.allowput.infra.settings.schema.SettingsContext;
import org.allowput.infra.settings.schema.SettingsErrors;
import org.allowput.infra.settings.schema.SettingsSchema;
import org.allowput.infra.settings.section.LambdaSettings;
import org.allowput.infra.settings.section.LargeObjectSettings;
import org.allowput.infra.settings.value.BucketNames;
import org.allowput.infra.settings.value.DeploymentName;
import org.allowput.infra.settings.value.Region;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Defaults that depend on other settings. */
final class DerivedDefaults {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /**
     * Those whose documentation lists which of Lambda's features their Regions lack.
     *
     * @see <a href="https://docs.amazonaws.cn/en_us/aws/latest/userguide/lambda.html">Lambda in the China Regions</a>
     * @see <a href="https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/govcloud-lambda.html">Lambda in AWS
     *     GovCloud (US)</a>
     */
    private static final Set<String> DOCUMENTED_PARTITIONS = Set.of("aws", "aws-cn", "aws-us-gov");

    private final ObjectNode settings;
    private final SettingsErrors errors;
    private final DeploymentName name;

    private DerivedDefaults(ObjectNode settings, SettingsErrors errors) {
        this.settings = settings;
        this.errors = errors;
        this.name = settings.has("name") ? new DeploymentName(text("name")) : DeploymentName.DEFAULT;
    }

    /** Sets those that are not set. */
    static void add(ObjectNode settings, SettingsErrors errors) {
        DerivedDefaults defaults = new DerivedDefaults(settings, errors);
        defaults.addRoleName();
        List.of("target", "source", "operations").forEach(defaults::addBucketName);
        defaults.addFunction();
    }

    /** Roles are global in an account: a deployment with a name can have the same one in each Region. */
    private void addRoleName() {
        String role = name.appendedTo("AllowPutToS3");
        put("target.roleName", NODES.stringNode(name.isDefault() ? role : role + "-" + text("target.region")));
    }

    /** A name that depends on the purpose, the deployment, the account and the Region only. */
    private void addBucketName(String purpose) {
        String path = purpose + ".bucketName";
        String owner = purpose.equals("target") ? "target" : "source";
        Region region = new Region(text(owner + ".region"));
        String account = text(owner + ".account");
        String end =
                region.hasBucketNamespace() ? BucketNames.suffix(account, region) : "-%s-%s".formatted(account, region);
        String bucket = "allow-put-" + name.appendedTo(purpose) + end;
        if (bucket.length() > BucketNames.MAX_LENGTH && at(path).isMissingNode()) {
            errors.missing(
                    path,
                    "a name, because the default has more than %d characters: %s"
                            .formatted(BucketNames.MAX_LENGTH, bucket));
        }
        put(path, NODES.stringNode(bucket.length() > BucketNames.MAX_LENGTH ? purpose : bucket));
    }

    private void addFunction() {
        boolean isDocumented = DOCUMENTED_PARTITIONS.contains(new Region(text("source.region")).partition());
        addDocumented("function.architecture", NODES.stringNode("arm64"), isDocumented);
        addDocumented("function.snapStart", NODES.booleanNode(true), isDocumented);
        boolean largeObjects = at("largeObjects.enabled").asBoolean();
        put("function.timeoutSeconds", NODES.numberNode(LambdaSettings.defaultTimeout(largeObjects)));
        int timeout = at("function.timeoutSeconds").asInt();
        put("largeObjects.thresholdMiB", NODES.numberNode(LargeObjectSettings.defaultThreshold(timeout)));
    }

    /** The defaults are for partitions for which AWS documents that they are available. */
    private void addDocumented(String path, JsonNode value, boolean isDocumented) {
        if (!isDocumented && at(path).isMissingNode()) {
            errors.missing(
                    path,
                    "%s: AWS does not document whether this partition supports the default, %s"
                            .formatted(SettingsSchema.setting(path).expected(), value.asString()));
        }
        put(path, value);
    }

    private void put(String path, JsonNode value) {
        if (at(path).isMissingNode()) {
            SettingsContext.put(settings, path, value);
        }
    }

    private JsonNode at(String path) {
        return SettingsContext.at(settings, path);
    }

    private String text(String path) {
        return at(path).asString();
    }
}
