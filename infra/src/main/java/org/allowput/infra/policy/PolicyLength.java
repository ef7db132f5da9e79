package org.allowput.infra.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.allowput.infra.settings.InvalidSettingsException;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.CfnRole;
import software.constructs.IConstruct;
import tools.jackson.databind.json.JsonMapper;

/**
 * The length of a policy as IAM counts it: the characters of its JSON without white space.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html">IAM and STS quotas</a>
 */
public final class PolicyLength {
    /** Of a trust policy. AWS increases it on request. */
    public static final int TRUST = 2048;
    /** Of all inline policies of a role together. */
    public static final int INLINE = 10_240;

    /** At least the characters of the ARN of a resource whose name CloudFormation chooses. */
    private static final String ARN = "x".repeat(128);

    private static final JsonMapper JSON = JsonMapper.shared();

    private PolicyLength() {}

    /**
     * Checks that IAM accepts the inline policies of each role, with the ARN of each resource of the stack at its
     * longest.
     *
     * @throws InvalidSettingsException if those of one role exceed the quota
     */
    public static void validateInline(Stack stack, String partition) {
        List<String> errors = new ArrayList<>();
        for (IConstruct construct : stack.getNode().findAll()) {
            if (construct instanceof CfnRole role) {
                int length = of(
                        stack.resolve(Objects.requireNonNullElse(role.getPolicies(), List.of())),
                        name -> name.equals("AWS::Partition") ? partition : ARN);
                if (length > INLINE) {
                    errors.add(
                            "replication.keys: seen up to %d characters of policies for the role %s, expected at most %d: fewer or shorter patterns in keys.include"
                                    .formatted(length, role.getNode().getPath(), INLINE));
                }
            }
        }
        if (!errors.isEmpty()) {
            throw new InvalidSettingsException(errors);
        }
    }

    /**
     * The number of characters.
     *
     * @param template the policy as CloudFormation's template contains it
     * @param valueOfRef the value of a parameter or pseudo parameter
     */
    public static int of(@Nullable Object template, UnaryOperator<String> valueOfRef) {
        String json = JSON.valueToTree(evaluate(template, valueOfRef)).toString();
        return Math.toIntExact(
                json.chars().filter(c -> !Character.isWhitespace(c)).count());
    }

    /**
     * Replaces Ref, Fn::GetAtt, Fn::Join and Fn::If, the intrinsic functions that the policies contain. Fn::If adds a
     * value to a list, unless the value is empty.
     */
    private static @Nullable Object evaluate(@Nullable Object node, UnaryOperator<String> valueOfRef) {
        return switch (node) {
            case Map<?, ?> map when map.get("Ref") instanceof String name -> valueOfRef.apply(name);
            case Map<?, ?> map when map.containsKey("Fn::GetAtt") -> ARN;
            case Map<?, ?> map when map.get("Fn::Join") instanceof List<?> join -> join(join, valueOfRef);
            case Map<?, ?> map when map.get("Fn::If") instanceof List<?> choice -> evaluate(choice.get(1), valueOfRef);
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> evaluated = new TreeMap<>();
                map.forEach((name, value) -> evaluated.put(String.valueOf(name), evaluate(value, valueOfRef)));
                yield evaluated;
            }
            case List<?> list ->
                list.stream()
                        .map(item -> evaluate(item, valueOfRef))
                        .filter(item -> !"".equals(item))
                        .toList();
            case null, default -> node;
        };
    }

    private static String join(List<?> join, UnaryOperator<String> valueOfRef) {
        List<String> values = ((List<?>) join.getLast())
                .stream()
                        .map(value -> String.valueOf(evaluate(value, valueOfRef)))
                        .toList();
        return String.join(String.valueOf(join.getFirst()), values);
    }
}
