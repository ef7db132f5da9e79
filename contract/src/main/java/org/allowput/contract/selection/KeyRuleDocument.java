package org.allowput.contract.selection;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.allowput.contract.json.JsonDocuments;
import org.jspecify.annotations.Nullable;

/**
 * A rule as JSON: what is null is not written. The parameters of the plain template are, also where they are empty:
 * {@code addPrefix}, {@code deliverTo}, {@code include} and {@code requiredTag}.
 */
record KeyRuleDocument(
        @Nullable String addPrefix,
        @Nullable String deliverTo,
        @Nullable List<@Nullable String> exclude,
        @Nullable List<@Nullable String> include,
        @Nullable Long maxBytes,
        @Nullable Long minBytes,
        @Nullable String requiredTag,
        @Nullable String stripPrefix) {
    static KeyRuleDocument of(KeyRule rule) {
        return new KeyRuleDocument(
                rule.addPrefix(),
                rule.deliverTo(),
                rule.exclude().isEmpty() ? null : texts(rule.exclude()),
                texts(rule.include()),
                rule.sizes().maxBytes() == SizeRange.LARGEST_OBJECT
                        ? null
                        : rule.sizes().maxBytes(),
                rule.sizes().minBytes() == 0 ? null : rule.sizes().minBytes(),
                rule.requiredTag().map(RequiredTag::text).orElse(""),
                rule.stripPrefix().isEmpty() ? null : rule.stripPrefix());
    }

    /** @throws IllegalArgumentException if two keys could map to one, or no key could be copied */
    KeyRule rule() {
        return new KeyRule(
                include == null ? List.of(KeyPattern.ANY_KEY) : patterns(include),
                exclude == null ? List.of() : patterns(exclude),
                new SizeRange(
                        Objects.requireNonNullElse(minBytes, 0L),
                        Objects.requireNonNullElse(maxBytes, SizeRange.LARGEST_OBJECT)),
                Objects.requireNonNullElse(stripPrefix, ""),
                Objects.requireNonNullElse(addPrefix, ""),
                Optional.ofNullable(requiredTag).filter(tag -> !tag.isEmpty()).map(RequiredTag::parse),
                Objects.requireNonNullElse(deliverTo, ""));
    }

    /** What a rule states, without what is empty. */
    static String describe(KeyRule rule) {
        Map<String, Object> stated =
                JsonDocuments.read(JsonDocuments.line(of(rule)).getBytes(UTF_8));
        stated.values().removeIf(""::equals);
        return JsonDocuments.line(stated);
    }

    private static List<@Nullable String> texts(List<KeyPattern> patterns) {
        return patterns.stream().<@Nullable String>map(KeyPattern::text).toList();
    }

    private static List<KeyPattern> patterns(List<@Nullable String> texts) {
        return texts.stream()
                .map(text -> new KeyPattern(Objects.requireNonNullElse(text, "")))
                .toList();
    }
}
