package org.allowput.infra.settings.schema;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.format.Format;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.allowput.contract.TargetGrant;
import org.allowput.contract.selection.KeyPattern;
import org.allowput.contract.selection.RequiredTag;

/** The formats of texts in the schema: what no pattern states. */
final class SettingFormats {
    /**
     * Of one text: four of these, the longest ExternalId and the other variables fit into the 4 KB that Lambda allows
     * for environment variables.
     */
    private static final int MAX_TEXT_BYTES = 512;

    static final List<Format> ALL = List.of(
            format("target-grant", TargetGrant::parse),
            format("required-tag", RequiredTag::parse),
            format("key-text", SettingFormats::checkText),
            format("key-pattern", text -> new KeyPattern(checkText(text))));

    private SettingFormats() {}

    /** @param check throws {@link IllegalArgumentException} for a text that is not of the format */
    private static Format format(String name, Consumer<String> check) {
        return new Format() {
            @Override
            public String getName() {
                return name;
            }

            @Override
            public boolean matches(ExecutionContext context, String text) {
                try {
                    check.accept(text);
                    return true;
                } catch (IllegalArgumentException refused) {
                    return false;
                }
            }
        };
    }

    private static String checkText(String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_TEXT_BYTES
                || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("too long, or with control characters");
        }
        return text;
    }
}
