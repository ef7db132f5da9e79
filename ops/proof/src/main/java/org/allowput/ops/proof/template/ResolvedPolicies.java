package org.allowput.ops.proof.template;

import java.util.List;
import java.util.Map;
import org.allowput.policy.Condition;
import org.allowput.policy.Policy;
import org.allowput.policy.PolicyException;
import org.allowput.policy.PolicyText;
import org.allowput.policy.Principals;
import org.allowput.policy.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Policies of a template whose functions were evaluated. A text that turned out to be empty, and an ARN without a part
 * that it must have, are refused: what IAM makes of them is not what their author meant.
 */
record ResolvedPolicies(Resolver resolver, Parameters parameters, Environment environment) {
    private static final String EXTERNAL_ID = "sts:ExternalId";

    /** A policy. @throws TemplateException if it is none, or has what is not known */
    Policy policy(@Nullable Object node, String path) {
        Map<String, Object> document =
                Template.object(resolver.value(node, path).orElse(null), path);
        Template.list(document.get("Statement"))
                .forEach(statement -> Template.map(Template.map(statement).get("Condition"))
                        .forEach((operator, keys) -> {
                            if (!(keys instanceof Map<?, ?> map) || map.isEmpty()) {
                                throw new TemplateException(path, "no key for " + operator, "a key with values");
                            }
                        }));
        try {
            Policy policy = Policy.of(document);
            policy.statements().forEach(statement -> check(statement, path));
            return policy;
        } catch (PolicyException e) {
            throw new TemplateException(path, "what is not known: " + e.getMessage(), "a policy");
        }
    }

    private void check(Statement statement, String path) {
        statement.resources().ifPresent(resources -> resources.texts().forEach(text -> checkArn(text.text(), path)));
        statement.principals().ifPresent(principals -> checkPrincipals(principals, path));
        for (Condition condition : statement.conditions()) {
            for (PolicyText value : condition.texts()) {
                boolean isSecret = parameters.secrets().contains(value.text())
                        || value.text().startsWith("{{resolve:secretsmanager:");
                boolean ofExternalId = condition.key().equalsIgnoreCase(EXTERNAL_ID);
                if (value.text().isEmpty()) {
                    throw new TemplateException(path, "an empty value of " + condition.key(), "a value");
                }
                if (ofExternalId && !isSecret && !condition.operator().equals("Null")) {
                    throw new TemplateException(
                            path, "an ExternalId", "a parameter with NoEcho, or a reference to a secret");
                }
                if (isSecret && !ofExternalId) {
                    throw new TemplateException(path, "a secret as " + condition.key(), "a value that all may know");
                }
            }
        }
    }

    private void checkPrincipals(Principals principals, String path) {
        principals.names().getOrDefault("AWS", List.of()).stream()
                .filter(name -> name.startsWith("arn:") && !name.startsWith("arn:" + environment.partition() + ":"))
                .findFirst()
                .ifPresent(name -> {
                    throw new TemplateException(
                            path, "the principal " + name, "one of the partition " + environment.partition());
                });
    }

    private void checkArn(String arn, String path) {
        if (arn.equals("*")) {
            return;
        }
        String[] parts = arn.split(":", 6);
        boolean whole = parts.length == 6
                && List.of(environment.partition(), "*").contains(parts[1])
                && !parts[2].isEmpty()
                && switch (parts[2]) {
                    case "s3" -> !parts[5].startsWith("/");
                    case "iam" -> !parts[4].isEmpty() && !parts[5].endsWith("/");
                    default -> !parts[3].isEmpty() && !parts[4].isEmpty();
                };
        if (!whole) {
            throw new TemplateException(
                    path, "the resource " + arn, "a whole ARN of the partition " + environment.partition() + ", or *");
        }
    }
}
