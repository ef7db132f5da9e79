package org.allowput.infra.settings;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.allowput.contract.selection.Selection;
import org.allowput.infra.settings.schema.SettingsErrors;
import org.allowput.infra.settings.section.KeySettings;

/**
 * Checks which objects are copied, and to which keys: rules by which two keys could map to one are refused, and
 * prefixes that account A does not allow.
 */
final class KeysValidator {
    /** Of all rules: with the longest ExternalId they fit into the 4 KB that Lambda allows for variables. */
    private static final int MAX_JSON_BYTES = 2048;

    private final Settings settings;
    private final boolean listsRules;
    private final SettingsErrors errors;

    KeysValidator(Settings settings, boolean listsRules, SettingsErrors errors) {
        this.settings = settings;
        this.listsRules = listsRules;
        this.errors = errors;
    }

    void validate() {
        int before = errors.size();
        List<KeySettings> rules = settings.keys();
        for (int index = 0; index < rules.size(); index++) {
            validate(listsRules ? "keys[" + index + "]" : "keys", rules.get(index));
        }
        if (errors.size() == before) {
            Selection.collision(settings.rules())
                    .ifPresentOrElse(seen -> errors.error("keys", seen, Selection.DISJOINT), this::validateAll);
        }
    }

    private void validate(String path, KeySettings rule) {
        errors.require(
                rule.minBytes() <= rule.maxBytes(),
                path + ".minBytes",
                rule.minBytes(),
                "at most keys.maxBytes, %d".formatted(rule.maxBytes()));
        rule.unstrippedPattern()
                .ifPresent(pattern -> errors.error(
                        path + ".stripPrefix",
                        "\"" + rule.stripPrefix() + "\"",
                        "how each pattern of keys.include begins, and \"%s\" does not begin so: otherwise two source keys could map to the same target key"
                                .formatted(pattern)));
    }

    /** Rules that make a {@link Selection}. */
    private void validateAll() {
        int bytes = settings.selection().json().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_JSON_BYTES) {
            errors.error(
                    "keys", bytes + " bytes of JSON", "at most %d: fewer or shorter rules".formatted(MAX_JSON_BYTES));
            return;
        }
        List<String> written = settings.rules().stream()
                .flatMap(rule -> rule.targetPrefixes().stream())
                .toList();
        String granted = settings.source().keyPrefix().orElse("");
        for (String prefix : written) {
            errors.require(
                    prefix.startsWith(granted),
                    "source.keyPrefix",
                    "\"" + granted + "\"",
                    "a prefix of every target key, which begins with \"%s\": account A would deny other keys"
                            .formatted(prefix));
        }
        settings.receipts().deliverTo().ifPresent(deliveries -> validateDeliveries(deliveries, granted, written));
        errors.require(
                !settings.source().bucketIsTargetToo()
                        || !settings.selection().prefixes().contains(""),
                "source.bucketIsTargetToo",
                "true without a prefix in keys.include",
                "a prefix that no other deployment writes to: copies would be copied endlessly");
    }

    private void validateDeliveries(String deliveries, String granted, List<String> written) {
        String seen = "\"" + deliveries + "\"";
        errors.require(
                deliveries.startsWith(granted),
                "receipts.deliverTo",
                seen,
                "a prefix that begins with source.keyPrefix, \"%s\": account A would deny other keys"
                        .formatted(granted));
        for (String prefix : written) {
            errors.require(
                    !prefix.startsWith(deliveries),
                    "receipts.deliverTo",
                    seen,
                    "another prefix than that of the copies, \"%s\": nothing would be copied".formatted(prefix));
        }
    }
}
