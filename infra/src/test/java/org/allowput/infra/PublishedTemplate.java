package org.allowput.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A template of one stack in {@code templates/}, for those without the CDK, as a release has it. */
public enum PublishedTemplate {
    /** Account A's: all that account A decides. */
    TARGET(
            TargetAccountStack.ID,
            Map.ofEntries(
                    Map.entry("SourceAccount", List.of("source.account")),
                    Map.entry("SourceRoleName", List.of("source.roleName")),
                    Map.entry("OrganizationId", List.of("source.organizationId")),
                    Map.entry("RequireMfa", List.of("source.requireMfa")),
                    Map.entry("BucketName", List.of("target.bucketName")),
                    Map.entry("CreateBucket", List.of("target.bucketExists")),
                    Map.entry("ClaimBucket", List.of("target.bucketShared")),
                    Map.entry("KmsKeyArn", List.of("target.kmsKeyArn")),
                    Map.entry("RoleName", List.of("target.roleName")),
                    Map.entry("KeyPrefix", List.of("source.keyPrefix")),
                    Map.entry("PermissionsBoundaryArn", List.of("target.permissionsBoundaryArn")),
                    Map.entry("ReplicateDeletes", List.of("optIns.replicateDeletes")),
                    Map.entry("ReplicateTags", List.of("optIns.replicateTags")),
                    Map.entry("WriteOnce", List.of("target.writeOnce")),
                    Map.entry("DeliveriesPrefix", List.of("receipts.deliverTo")),
                    Map.entry("AlarmEmail", List.of("target.alarms.email")),
                    Map.entry("QuietHours", List.of("target.alarms.quietHours")),
                    Map.entry("AlarmCallers", List.of("target.alarms.callers")))),
    /** Account B's: what people without the CDK need. Account A's grant is one parameter. */
    SOURCE(
            SourceAccountStack.ID,
            Map.ofEntries(
                    Map.entry("SourceBucketName", List.of("source.bucketName")),
                    Map.entry("CreateBucket", List.of("source.bucketExists")),
                    Map.entry("SourceKmsKeyArn", List.of("source.kmsKeyArn")),
                    Map.entry("PreviousSourceKmsKeyArns", List.of("source.previousKmsKeyArns")),
                    Map.entry("IncludePrefix", List.of("keys.include")),
                    Map.entry("RequiredTag", List.of("source.requiredTag")),
                    Map.entry("AddPrefix", List.of("keys.addPrefix")),
                    Map.entry("NotifyQueue", List.of("trigger", "previousTrigger")),
                    Map.entry("UseEventBridge", List.of("trigger", "previousTrigger")),
                    Map.entry("FunctionRoleName", List.of("source.roleName")),
                    Map.entry("PermissionsBoundaryArn", List.of("source.permissionsBoundaryArn")),
                    Map.entry("FunctionConcurrency", List.of("queue.functionConcurrency")),
                    Map.entry("LogRetentionDays", List.of("logs.retentionDays")),
                    Map.entry("LargeObjects", List.of("largeObjects.enabled")),
                    Map.entry("Receipts", List.of("receipts.enabled")),
                    Map.entry("OperationsBucketName", List.of("operations.bucketName")),
                    Map.entry("AlarmEmail", List.of("alarms.email")),
                    Map.entry("RunbookUrl", List.of("alarms.runbook"))));

    /**
     * A parameter, except those with the ExternalId, which have no setting.
     *
     * @param defaultValue empty if it has to be given
     * @param pattern what it matches, or the allowed values with bars between them
     * @param settings that it decides with the CDK
     */
    public record Parameter(
            String name, Optional<String> defaultValue, String pattern, List<String> settings, String description) {}

    static final Path FOLDER = Path.of("..", "templates");

    private final String stack;

    @SuppressWarnings("ImmutableEnumChecker") // Map.of
    private final Map<String, List<String>> settings;

    /** @param settings those that a parameter decides with the CDK, by its name */
    PublishedTemplate(String stack, Map<String, List<String>> settings) {
        this.stack = stack;
        this.settings = settings;
    }

    Path file() {
        return FOLDER.resolve(stack + ".yaml");
    }

    /** Its text as a release has it, with the version of this project. */
    String text() {
        return stamp(Path.of("..", "build", "stamp"), file());
    }

    /** The text of a template as {@code build/stamp} of a checkout prints it. */
    static String stamp(Path command, Path file) {
        try {
            Process stamp = new ProcessBuilder(command.toString(), file.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String text = new String(stamp.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (stamp.waitFor() != 0) {
                throw new IllegalStateException(command + " " + file + " ended with " + stamp.exitValue());
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    ObjectNode json() {
        return TemplateYaml.parse(text());
    }

    /** In the order of the template. */
    public List<Parameter> parameters() {
        return json().get("Parameters")
                .propertyStream()
                .filter(parameter -> !parameter.getKey().contains("ExternalId"))
                .map(parameter -> parameter(parameter.getKey(), parameter.getValue()))
                .toList();
    }

    private Parameter parameter(String name, JsonNode declared) {
        return new Parameter(
                name,
                Optional.ofNullable(declared.get("Default")).map(JsonNode::asText),
                declared.has("AllowedPattern")
                        ? declared.get("AllowedPattern").asText()
                        : declared.get("AllowedValues")
                                .valueStream()
                                .map(JsonNode::asText)
                                .collect(Collectors.joining("|")),
                settings.getOrDefault(name, List.of()),
                declared.get("Description").asText());
    }
}
