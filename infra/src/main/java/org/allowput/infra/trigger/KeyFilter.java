package org.allowput.infra.trigger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import org.allowput.contract.selection.Selection;
import software.amazon.awscdk.services.s3.CfnBucket.FilterRuleProperty;
import software.amazon.awscdk.services.s3.CfnBucket.NotificationFilterProperty;
import software.amazon.awscdk.services.s3.CfnBucket.S3KeyFilterProperty;

/**
 * The filter for included keys that S3 and EventBridge apply, so that other objects cost nothing. The function filters
 * again, exactly: a prefix or suffix that the service would interpret differently is left out here.
 */
public final class KeyFilter {
    /**
     * In a notification's filter other characters have to be encoded:
     * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
     */
    public static final String LITERAL_CHARACTERS = "[A-Za-z0-9._/-]";

    private static final Pattern LITERAL = Pattern.compile(LITERAL_CHARACTERS + "+");

    private KeyFilter() {}

    static Optional<NotificationFilterProperty> notification(Selection selection) {
        List<FilterRuleProperty> rules = new ArrayList<>();
        parts(selection)
                .forEach((name, value) -> rules.add(
                        FilterRuleProperty.builder().name(name).value(value).build()));
        return rules.isEmpty()
                ? Optional.empty()
                : Optional.of(NotificationFilterProperty.builder()
                        .s3Key(S3KeyFilterProperty.builder().rules(rules).build())
                        .build());
    }

    /**
     * The prefix and the suffix that all included keys have, if there are such, by {@code prefix} and {@code suffix}.
     */
    static SequencedMap<String, String> parts(Selection selection) {
        SequencedMap<String, String> parts = new LinkedHashMap<>();
        common(selection.prefixes()).ifPresent(prefix -> parts.put("prefix", prefix));
        common(selection.suffixes()).ifPresent(suffix -> parts.put("suffix", suffix));
        return parts;
    }

    private static Optional<String> common(List<String> alternatives) {
        return alternatives.stream()
                .filter(only ->
                        alternatives.size() == 1 && LITERAL.matcher(only).matches())
                .findFirst();
    }

    /**
     * Several conditions on one field are alternatives to EventBridge: one of the two can be asked for, the prefix
     * first. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
     */
    static Optional<Map<String, Object>> event(Selection selection) {
        if (!selection.prefixes().contains("")) {
            return Optional.of(anyOf("prefix", selection.prefixes()));
        }
        if (!selection.suffixes().isEmpty()) {
            return Optional.of(anyOf("suffix", selection.suffixes()));
        }
        return Optional.empty();
    }

    private static Map<String, Object> anyOf(String operator, List<String> values) {
        return Map.of(
                "key", values.stream().map(value -> Map.of(operator, value)).toList());
    }
}
