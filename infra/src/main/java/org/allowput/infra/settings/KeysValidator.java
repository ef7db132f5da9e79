package org.allowput.infra.settings;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.allowput.contract.selection.KeyRule;
import org.allowput.contract.selection.Selection;
import org.allowput.infra.settings.schema.SettingsErrors;
import org.allowput.infra.settings.section.KeySettings;

/** Checks which objects are copied, and to which keys. Rules by which two keys could map to one are refused. */
final class KeysValidator {
    /** Of all rules: with the longest ExternalId they fit into the 4 KB that Lambda allows for variables. */
    private static final int MAX_JSON_BYTES = 2048;

    private final Settings settings;
    private final boolean listsRules;
    private final SettingsErrors errors;
    private boolean valid = true;

    KeysValidator(Settings settings, boolean listsRules, SettingsErrors errors) {
        this.settings = settings;
        this.listsRules = listsRules;
        this.errors = errors;
    }

    /** Whether the rules make a {@link Selection}. */
    boolean validate() {
        List<KeySettings> rules = settings.keys();
        for (int index = 0; index < rules.size(); index++) {
            validate(listsRules ? "keys[" + index + "]" : "keys", rules.get(index));
        }
        if (valid) {
            List<KeyRule> all = settings.rules();
            Selection.collision(all).ifPresent(seen -> error("keys", seen, Selection.DISJOINT));
        }
        if (valid) {
            int bytes = settings.selection().json().getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MAX_JSON_BYTES) {
                error("keys", bytes + " bytes of JSON", "at most %d: fewer or shorter rules".formatted(MAX_JSON_BYTES));
            }
        }
        return valid;
    }

    private void validate(String path, KeySettings rule) {
        if (rule.minBytes() > rule.maxBytes()) {
            error(path + ".minBytes", rule.minBytes(), "at most keys.maxBytes, %d".formatted(rule.maxBytes()));
        }
        Optional<String> other = rule.unstrippedPattern();
        other.ifPresent(pattern -> error(
                path + ".stripPrefix",
                "\"" + rule.stripPrefix() + "\"",
                "how each pattern of keys.include begins, and \"%s\" does not begin so: otherwise two source keys could map to the same target key"
                        .formatted(pattern)));
    }

    private void error(String path, Object seen, String expected) {
        errors.error(path, seen, expected);
        valid = false;
    }
}
