package org.allowput.infra.plain;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.allowput.contract.StackOutput;
import org.allowput.infra.settings.value.BucketName;

/** Makes parts of a template, which has all of them, exist by conditions of that template only. */
final class ConditionalParts {
    private final ObjectNode template;

    ConditionalParts(ObjectNode template) {
        this.template = template;
    }

    /**
     * Resources.
     *
     * @param ids how their logical ids begin
     */
    void resources(String condition, String... ids) {
        entries("Resources", condition, ids);
    }

    /** Outputs, by how their names begin. */
    void outputs(String condition, String... names) {
        entries("Outputs", condition, names);
    }

    private void entries(String section, String condition, String... ids) {
        for (String begin : ids) {
            List<String> found = template.get(section)
                    .propertyStream()
                    .map(Map.Entry::getKey)
                    .filter(id -> id.startsWith(begin))
                    .toList();
            if (found.isEmpty()) {
                throw new IllegalStateException("nothing in " + section + " begins with " + begin);
            }
            found.forEach(id -> ((ObjectNode) template.get(section).get(id)).put("Condition", condition));
        }
    }

    /** Statements of all policies, by their names. */
    void statements(String condition, String... names) {
        for (String name : names) {
            boolean exists = false;
            for (JsonNode statements : template.get("Resources").findValues("Statement")) {
                for (int at = 0; at < statements.size(); at++) {
                    if (statements.get(at).path("Sid").asText().equals(name)) {
                        ((ArrayNode) statements)
                                .set(at, Intrinsic.either(condition, statements.get(at), Intrinsic.noValue()));
                        exists = true;
                    }
                }
            }
            if (!exists) {
                throw new IllegalStateException("no statement is called " + name);
            }
        }
    }

    /** A part of the statements of that name. */
    void inStatement(String condition, String name, String pointer) {
        for (JsonNode statements : template.get("Resources").findValues("Statement")) {
            statements.forEach(statement -> {
                if (statement.path("Sid").asText().equals(name)) {
                    value(statement, condition, pointer, Intrinsic.noValue());
                }
            });
        }
    }

    /** A property, or an item of a list: without the condition there is none. */
    void value(String condition, String pointer) {
        value(condition, pointer, Intrinsic.noValue());
    }

    /** A value that is another one without the condition. */
    void value(String condition, String pointer, JsonNode otherwise) {
        value(template, condition, pointer, otherwise);
    }

    /** The same in each resource of a type that has it. */
    void inEach(String type, String condition, String pointer) {
        template.get("Resources").forEach(resource -> {
            if (resource.get("Type").asText().equals(type)
                    && !resource.at(pointer).isMissingNode()) {
                value(resource, condition, pointer, Intrinsic.noValue());
            }
        });
    }

    /** A part of a text, which is empty without the condition. */
    void text(String condition, String pointer, String part) {
        Substitution whole = Substitution.of(existing(template, pointer)).orElseThrow();
        String variable = condition + (whole.variables().containsKey(condition) ? "Too" : "");
        JsonNode value = new Substitution(part, whole.variables()).node();
        set(
                template,
                pointer,
                whole.replace(
                                part,
                                variable,
                                Intrinsic.either(
                                        condition, value, Substitution.of("").node()))
                        .node());
    }

    /** Sets a property that the template has not, or has otherwise. */
    void set(String pointer, JsonNode value) {
        set(template, pointer, value);
    }

    /** A bucket that the stack creates, with its namespace by its name. */
    void createdBucket(String id, String condition, String parameter) {
        resources(condition, id);
        set(
                "/Resources/" + id + "/Properties/BucketNamespace",
                Intrinsic.either(
                        parameter + "IsAccountRegional",
                        JsonNodeFactory.instance.textNode(BucketName.ACCOUNT_REGIONAL_NAMESPACE),
                        Intrinsic.noValue()));
    }

    /** The key of a bucket, without which S3 encrypts with keys of its own. */
    void keyOfBucket(String bucket, String condition) {
        String rule = "/Resources/" + bucket + "/Properties/BucketEncryption/ServerSideEncryptionConfiguration/0/";
        value(condition, rule + "BucketKeyEnabled");
        value(
                condition,
                rule + "ServerSideEncryptionByDefault",
                JsonNodeFactory.instance.objectNode().put("SSEAlgorithm", "AES256"));
    }

    /** The names of the opt-ins that are on, separated by commas. */
    void optInNames() {
        JsonNode names = JsonNodeFactory.instance
                .arrayNode()
                .add(Intrinsic.either(
                        "HasReplicateDeletes",
                        JsonNodeFactory.instance.textNode("replicateDeletes"),
                        Intrinsic.noValue()))
                .add(Intrinsic.either(
                        "ReplicateTagsIsTrue", JsonNodeFactory.instance.textNode("replicateTags"), Intrinsic.noValue()))
                .add(Intrinsic.either(
                        "WriteOnceIsTrue", JsonNodeFactory.instance.textNode("writeOnce"), Intrinsic.noValue()));
        set(
                "/Outputs/" + StackOutput.OPT_INS.id() + "/Value",
                Intrinsic.call("Fn::Join", JsonNodeFactory.instance.textNode(","), names));
    }

    private static void value(JsonNode root, String condition, String pointer, JsonNode otherwise) {
        set(root, pointer, Intrinsic.either(condition, existing(root, pointer), otherwise));
    }

    private static JsonNode existing(JsonNode root, String pointer) {
        JsonNode node = root.at(pointer);
        if (node.isMissingNode()) {
            throw new IllegalStateException("there is no " + pointer);
        }
        return node;
    }

    private static void set(JsonNode root, String pointer, JsonNode value) {
        JsonPointer path = JsonPointer.compile(pointer);
        JsonNode parent = existing(root, path.head().toString());
        if (parent instanceof ArrayNode list) {
            list.set(path.last().getMatchingIndex(), value);
        } else {
            ((ObjectNode) parent).set(path.last().getMatchingProperty(), value);
        }
    }
}
