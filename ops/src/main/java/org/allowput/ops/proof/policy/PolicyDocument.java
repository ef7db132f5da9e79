package org.allowput.ops.proof.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.allowput.ops.proof.policy.PolicyStatement.Condition;
import org.allowput.ops.proof.policy.PolicyStatement.Principal;
import org.allowput.ops.proof.template.ConditionValue;
import org.allowput.ops.proof.template.ConditionalValue;
import org.allowput.ops.proof.template.Intrinsics;
import org.allowput.ops.proof.template.Template;
import org.allowput.ops.proof.template.Text;
import org.allowput.ops.proof.template.UnsupportedPolicyException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the statements of policies, and refuses elements that {@code SymbolicRequest} does not model.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html">IAM JSON policy
 *     elements</a>
 */
public final class PolicyDocument {
    private static final Set<String> ELEMENTS = Set.of("Sid", "Effect", "Principal", "Action", "Resource", "Condition");
    private static final String IF_EXISTS = "IfExists";

    private final Intrinsics intrinsics;

    public PolicyDocument(Intrinsics intrinsics) {
        this.intrinsics = intrinsics;
    }

    /**
     * The statements of a document.
     *
     * @param document as it stands in the template
     * @param guard the condition of the resource that it belongs to
     * @param where it stands, for people
     * @throws UnsupportedPolicyException if a statement has an element that is not modelled
     */
    public List<PolicyStatement> statements(@Nullable Object document, List<ConditionValue> guard, String where) {
        return intrinsics.choices(document).stream()
                .flatMap(policy -> intrinsics
                        .elements(Template.map(policy.value()).get("Statement"))
                        .stream()
                        .map(statement -> statement.under(policy.guard()).under(guard)))
                .map(statement -> statement(Template.map(statement.value()), statement.guard(), where))
                .toList();
    }

    private PolicyStatement statement(Map<String, Object> statement, List<ConditionValue> guard, String where) {
        for (String element : statement.keySet()) {
            if (!ELEMENTS.contains(element)) {
                throw new UnsupportedPolicyException(where, element, "one of " + ELEMENTS);
            }
        }
        String place = where + (statement.containsKey("Sid") ? " " + statement.get("Sid") : "");
        return new PolicyStatement(
                place,
                guard,
                isAllow(statement, place),
                principals(statement.get("Principal"), place),
                texts(statement.get("Action"), place).stream()
                        .map(action -> action.with(action.value().map(text -> text.toLowerCase(Locale.ROOT))))
                        .toList(),
                texts(statement.get("Resource"), place),
                conditions(statement.get("Condition"), place));
    }

    private static boolean isAllow(Map<String, Object> statement, String where) {
        return switch (String.valueOf(statement.get("Effect"))) {
            case "Allow" -> true;
            case "Deny" -> false;
            default ->
                throw new UnsupportedPolicyException(where, "Effect " + statement.get("Effect"), "Allow or Deny");
        };
    }

    private List<ConditionalValue<Principal>> principals(@Nullable Object element, String where) {
        List<ConditionalValue<Principal>> principals = new ArrayList<>();
        for (ConditionalValue<Object> choice : intrinsics.choices(element)) {
            if (choice.value() instanceof Map<?, ?> types) {
                Template.map(types)
                        .forEach((type, names) -> texts(names, where)
                                .forEach(name -> principals.add(name.with(principal(type, name.value(), where))
                                        .under(choice.guard()))));
            } else {
                principals.add(choice.with(aws(intrinsics.only(choice.value(), where), where)));
            }
        }
        return principals;
    }

    private static Principal principal(String type, Text name, String where) {
        return switch (type) {
            case "AWS" -> aws(name, where);
            case "Service" -> new Principal.Service(name);
            default -> throw new UnsupportedPolicyException(where, "Principal " + type, "AWS or Service");
        };
    }

    private static Principal aws(Text name, String where) {
        if (name.equals(Text.of("*"))) {
            return new Principal.Everyone();
        }
        Optional<Text> ofAccount = name.between("arn:aws:iam::", ":root")
                .or(() -> name.between("arn:aws-cn:iam::", ":root"))
                .or(() -> name.between("arn:aws-us-gov:iam::", ":root"));
        if (ofAccount.isPresent()) {
            return new Principal.Account(ofAccount.get());
        }
        if (name.toString().matches("arn:aws[a-z-]*:iam::[^:*?]+:(role|user)/[^*?]+")) {
            return new Principal.Arn(name);
        }
        if (name.toString().matches("\\d{12}|\\{[^{}]+}")) {
            return new Principal.Account(name);
        }
        throw new UnsupportedPolicyException(where, "Principal " + name, "an account, a role or user, or *");
    }

    private List<ConditionalValue<Condition>> conditions(@Nullable Object element, String where) {
        List<ConditionalValue<Condition>> conditions = new ArrayList<>();
        for (ConditionalValue<Object> operators : intrinsics.choices(element)) {
            Template.map(operators.value()).forEach((operator, operands) -> {
                for (ConditionalValue<Object> keys : intrinsics.choices(operands)) {
                    Template.map(keys.value())
                            .forEach((key, values) -> intrinsics
                                    .choices(values)
                                    .forEach(choice ->
                                            conditions.add(choice.with(condition(operator, key, choice.value(), where))
                                                    .under(keys.guard())
                                                    .under(operators.guard()))));
                }
            });
        }
        return conditions;
    }

    private Condition condition(String operator, String key, Object values, String where) {
        boolean ifExists = operator.endsWith(IF_EXISTS);
        return new Condition(
                ifExists ? operator.substring(0, operator.length() - IF_EXISTS.length()) : operator,
                ifExists,
                key.toLowerCase(Locale.ROOT),
                texts(values, where));
    }

    /** A policy variable stands for another value in each request. */
    private List<ConditionalValue<Text>> texts(@Nullable Object values, String where) {
        List<ConditionalValue<Text>> texts = intrinsics.texts(values, where);
        texts.forEach(text -> {
            if (text.value().toString().contains("${")) {
                throw new UnsupportedPolicyException(
                        where, "the policy variable in " + text.value(), "text without variables");
            }
        });
        return texts;
    }
}
