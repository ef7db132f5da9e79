package org.allowput.infra.grant;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The length of a trust policy as IAM counts it: the characters of its JSON without white space.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html">IAM and STS quotas</a>
 */
final class TrustPolicyLength {
    /** AWS increases it on request. */
    static final int QUOTA = 2048;

    private static final ObjectMapper JSON = new ObjectMapper();

    private TrustPolicyLength() {}

    /**
     * @param template the policy as CloudFormation's template contains it
     * @param valueOfRef the value of a parameter or pseudo parameter
     */
    static int of(@Nullable Object template, UnaryOperator<String> valueOfRef) {
        String json = JSON.valueToTree(evaluate(template, valueOfRef)).toString();
        return Math.toIntExact(
                json.chars().filter(c -> !Character.isWhitespace(c)).count());
    }

    /**
     * Replaces Ref, Fn::Join and Fn::If, the intrinsic functions that a trust policy contains. Fn::If adds a value to a
     * list, unless the value is empty.
     */
    private static @Nullable Object evaluate(@Nullable Object node, UnaryOperator<String> valueOfRef) {
        return switch (node) {
            case Map<?, ?> map when map.get("Ref") instanceof String name -> valueOfRef.apply(name);
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
