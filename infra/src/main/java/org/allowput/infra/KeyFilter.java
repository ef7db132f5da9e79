package org.allowput.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.allowput.infra.settings.KeySettings;
import software.amazon.awscdk.services.s3.CfnBucket.FilterRuleProperty;
import software.amazon.awscdk.services.s3.CfnBucket.NotificationFilterProperty;
import software.amazon.awscdk.services.s3.CfnBucket.S3KeyFilterProperty;

/**
 * The filter for included keys that S3 and EventBridge apply, so that other objects cost nothing. The function filters
 * again, exactly: a prefix or suffix that the service would interpret differently is left out here.
 */
final class KeyFilter {
    /**
     * In a notification's filter other characters have to be encoded:
     * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
     */
    private static final Pattern LITERAL = Pattern.compile("[A-Za-z0-9._/-]+");

    private KeyFilter() {}

    static Optional<NotificationFilterProperty> notification(KeySettings keys) {
        List<FilterRuleProperty> rules = new ArrayList<>();
        rule("prefix", keys.includePrefix()).ifPresent(rules::add);
        rule("suffix", keys.includeSuffix()).ifPresent(rules::add);
        return rules.isEmpty()
                ? Optional.empty()
                : Optional.of(NotificationFilterProperty.builder()
                        .s3Key(S3KeyFilterProperty.builder().rules(rules).build())
                        .build());
    }

    private static Optional<FilterRuleProperty> rule(String name, String value) {
        return isLiteral(value)
                ? Optional.of(
                        FilterRuleProperty.builder().name(name).value(value).build())
                : Optional.empty();
    }

    static boolean isLiteral(String value) {
        return LITERAL.matcher(value).matches();
    }

    /**
     * Several conditions on one field are alternatives to EventBridge: one of the two can be asked for, the prefix
     * first. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
     */
    static Optional<Map<String, Object>> event(KeySettings keys) {
        if (!keys.includePrefix().isEmpty()) {
            return Optional.of(Map.of("key", List.of(Map.of("prefix", keys.includePrefix()))));
        }
        if (!keys.includeSuffix().isEmpty()) {
            return Optional.of(Map.of("key", List.of(Map.of("suffix", keys.includeSuffix()))));
        }
        return Optional.empty();
    }
}
