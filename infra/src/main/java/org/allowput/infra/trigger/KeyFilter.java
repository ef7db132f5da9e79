package org.allowput.infra.trigger;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.allowput.contract.json.JsonDocuments;
import org.allowput.contract.selection.KeyPattern;
import org.allowput.contract.selection.LongestCommon;
import org.allowput.contract.selection.Selection;

/**
 * The filters for included keys that S3 and EventBridge apply, so that other objects cost nothing. They take every key
 * that is copied, and also others where a service has no such filter: the function filters again, exactly.
 */
final class KeyFilter {
    /**
     * In a notification's filter other characters have to be encoded:
     * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
     */
    private static final String OTHER_CHARACTER = "[^A-Za-z0-9._/-]";

    /**
     * A bucket has 100 configurations at most, and others may need some; each is needed per type of event:
     * https://docs.aws.amazon.com/general/latest/gr/s3.html
     */
    private static final int MOST_PREFIXES = 10;

    /**
     * A pattern has 2,048 characters, unless AWS raises that:
     * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
     */
    private static final int MOST_CHARACTERS = 1500;

    private KeyFilter() {}

    /**
     * The rules of a filter by keys, for each of the notification's configurations: at least one, which may be empty.
     * S3 refuses prefixes of which one begins with another, and takes one suffix for all keys.
     *
     * @param name of the property that says whether {@code value} has a prefix or a suffix
     */
    static List<List<Map<String, String>>> rules(Selection selection, String name, String value) {
        List<String> all = selection.prefixes();
        List<String> prefixes = literal(all);
        if (prefixes.size() > MOST_PREFIXES) {
            prefixes = literal(List.of(LongestCommon.prefix(all)));
        }
        String suffix = selection.suffix().replaceFirst("(?s).*" + OTHER_CHARACTER, "");
        return prefixes.stream()
                .map(prefix -> Stream.of(List.of("prefix", prefix), List.of("suffix", suffix))
                        .filter(part -> !part.getLast().isEmpty())
                        .<Map<String, String>>map(
                                part -> new TreeMap<>(Map.of(name, part.getFirst(), value, part.getLast())))
                        .toList())
                .toList();
    }

    private static List<String> literal(List<String> prefixes) {
        return Selection.shortest(
                prefixes.stream().map(prefix -> prefix.replaceFirst("(?s)" + OTHER_CHARACTER + ".*", "")));
    }

    /**
     * One condition for each pattern: any of several on one field suffices to EventBridge.
     * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
     */
    static Optional<Map<String, Object>> event(Selection selection) {
        List<Object> conditions = selection.rules().stream()
                .flatMap(rule -> rule.include().stream())
                .map(KeyFilter::condition)
                .distinct()
                .toList();
        if (JsonDocuments.line(conditions).length() > MOST_CHARACTERS) {
            conditions = List.of(Map.of("prefix", LongestCommon.prefix(selection.prefixes())));
        }
        return conditions.contains(Map.of("prefix", "")) ? Optional.empty() : Optional.of(Map.of("key", conditions));
    }

    /** A wildcard of EventBridge is any number of any characters. More than one could be too complex to it. */
    private static Object condition(KeyPattern pattern) {
        String prefix = pattern.prefix();
        String suffix = pattern.suffix();
        if (pattern.isLiteral()) {
            return pattern.text();
        }
        // A backslash would have a meaning in a wildcard.
        if (suffix.isEmpty() || pattern.text().indexOf('\\') >= 0) {
            return Map.of("prefix", prefix);
        }
        return prefix.isEmpty() ? Map.of("suffix", suffix) : Map.of("wildcard", prefix + "*" + suffix);
    }
}
