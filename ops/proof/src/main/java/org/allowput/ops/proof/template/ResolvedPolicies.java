package org.allowput.ops.proof.template;

import static org.allowput.ops.proof.template.TemplateException.require;

import java.util.List;
import java.util.Map;
import org.allowput.policy.Condition;
import org.allowput.policy.Policy;
import org.allowput.policy.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Policies of a template whose functions were evaluated. A text that turned out to be empty, and an ARN without a part
 * that it must have, are refused: what IAM makes of them is not what their author meant.
 */
record ResolvedPolicies(Resolver resolver, Parameters parameters, String partition) {
    private static final String EXTERNAL_ID = "sts:ExternalId";

    /** A policy. @throws IllegalArgumentException if it is none, or has what is not known */
    Policy policy(@Nullable Object node) {
        Map<String, Object> document = Template.object(resolver.value(node).orElse(null));
        Template.list(document.get("Statement"))
                .forEach(statement -> Template.map(Template.map(statement).get("Condition"))
                        .forEach((operator, keys) -> require(
                                keys instanceof Map<?, ?> map && !map.isEmpty(),
                                "no key for " + operator,
                                "a key with values")));
        Policy policy = Policy.of(document);
        policy.statements().forEach(this::check);
        return policy;
    }

    private void check(Statement statement) {
        statement.resources().ifPresent(resources -> resources.texts().forEach(text -> checkArn(text.text())));
        statement
                .principals()
                .ifPresent(principals -> principals
                        .names("AWS")
                        .forEach(name -> require(
                                !name.startsWith("arn:") || name.startsWith("arn:" + partition + ":"),
                                "the principal " + name,
                                "one of the partition " + partition)));
        statement
                .conditions()
                .forEach(condition -> condition.expected().forEach(value -> checkValue(condition, value)));
    }

    private void checkValue(Condition condition, String value) {
        boolean isSecret = parameters.secrets().contains(value) || value.startsWith("{{resolve:secretsmanager:");
        boolean ofExternalId = condition.key().equalsIgnoreCase(EXTERNAL_ID);
        require(!value.isEmpty(), "an empty value of " + condition.key(), "a value");
        require(
                isSecret || !ofExternalId || condition.operator().equals("Null"),
                "an ExternalId",
                "a parameter with NoEcho, or a reference to a secret");
        require(!isSecret || ofExternalId, "a secret as " + condition.key(), "a value that all may know");
    }

    private void checkArn(String arn) {
        String[] parts = arn.split(":", 6);
        boolean whole = parts.length == 6
                && List.of(partition, "*").contains(parts[1])
                && !parts[2].isEmpty()
                && switch (parts[2]) {
                    case "s3" -> !parts[5].startsWith("/");
                    case "iam" -> !parts[4].isEmpty() && !parts[5].endsWith("/");
                    default -> !parts[3].isEmpty() && !parts[4].isEmpty();
                };
        require(
                arn.equals("*") || whole,
                "the resource " + arn,
                "a whole ARN of the partition " + partition + ", or *");
    }
}
