package org.allowput.ops.proof.template;

import static org.allowput.ops.proof.template.TemplateException.require;

import java.util.Map;
import java.util.Set;
import org.allowput.policy.Condition;
import org.allowput.policy.Policy;
import org.jspecify.annotations.Nullable;

/**
 * Policies of a template whose functions were evaluated. A text that turned out to be empty, and an ARN without a part
 * that it must have, are refused: what IAM makes of them is not what their author meant.
 *
 * @param secrets the values of parameters with {@code NoEcho}
 */
record ResolvedPolicies(Set<String> secrets, String partition) {
    /** With a bucket; with an account and a name; with a Region and an account; behind service and colon. */
    private static final String WHOLE = "s3:[^:]*:[^:]*:[^/].*|iam:[^:]*:[^:]+:.*[^/]|(?!s3:|iam:)[^:]+:[^:]+:[^:]+:.+";

    /** A policy. @throws IllegalArgumentException if it is none, or has what is not known */
    Policy policy(@Nullable Object resolved) {
        Map<String, Object> document = Template.object(resolved);
        Template.list(document.get("Statement"))
                .forEach(statement -> Template.map(Template.map(statement).get("Condition"))
                        .forEach((operator, keys) ->
                                require(!Template.map(keys).isEmpty(), "no key for " + operator, "a key with values")));
        Policy policy = Policy.of(document);
        policy.statements().stream()
                .flatMap(statement -> statement.resources().stream())
                .flatMap(resources -> resources.texts().stream())
                .forEach(arn -> require(
                        arn.text().matches("(?s)\\*|arn:(" + partition + "|\\*):(" + WHOLE + ")"),
                        "the resource " + arn.text(),
                        "a whole ARN of the partition " + partition + ", or *"));
        policy.principals("AWS")
                .forEach(name -> require(
                        !name.startsWith("arn:") || name.startsWith("arn:" + partition + ":"),
                        "the principal " + name,
                        "one of the partition " + partition));
        policy.conditions().forEach(condition -> condition.expected().forEach(value -> checkValue(condition, value)));
        return policy;
    }

    private void checkValue(Condition condition, String value) {
        boolean isSecret = secrets.contains(value) || value.startsWith("{{resolve:secretsmanager:");
        boolean ofExternalId = condition.key().equalsIgnoreCase("sts:ExternalId");
        require(!value.isEmpty(), "an empty value of " + condition.key(), "a value");
        require(
                isSecret || !ofExternalId || condition.operator().equals("Null"),
                "an ExternalId",
                "a parameter with NoEcho, or a reference to a secret");
        require(!isSecret || ofExternalId, "a secret as " + condition.key(), "a value that all may know");
    }
}
