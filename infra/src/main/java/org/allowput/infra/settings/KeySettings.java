package org.allowput.infra.settings;

import java.nio.charset.StandardCharsets;

/**
 * Which objects are copied, and under which keys. Two keys never become one: what is stripped is how every included key
 * begins.
 *
 * @param includePrefix how a key begins to be copied; empty for any
 * @param includeSuffix how a key ends to be copied; empty for any
 * @param stripPrefix what is taken off a key's beginning
 * @param addPrefix what is then put before it
 */
public record KeySettings(String includePrefix, String includeSuffix, String stripPrefix, String addPrefix) {
    /**
     * Bytes. Four of them, the longest ExternalId and the rest fit the 4 KB that Lambda has for environment variables.
     */
    private static final int LONGEST = 512;

    private static final String EXPECTED = "at most 512 bytes of UTF-8, without control characters";
    static final Shape<String> SHAPE = Shape.of(EXPECTED, text -> {
        Shape.require(
                text.getBytes(StandardCharsets.UTF_8).length <= LONGEST
                        && text.chars().noneMatch(Character::isISOControl),
                EXPECTED);
        return text;
    });

    static KeySettings read(Section section, Findings findings) {
        KeySettings keys = new KeySettings(
                section.value("includePrefix", SHAPE, "", "empty: any key"),
                section.value("includeSuffix", SHAPE, "", "empty: any key"),
                section.value("stripPrefix", SHAPE, "", "empty: nothing"),
                section.value("addPrefix", SHAPE, "", "empty: nothing"));
        section.end();
        if (!keys.includePrefix().startsWith(keys.stripPrefix())) {
            findings.problem(
                    "replication.keys.stripPrefix: seen \"%s\", expected what keys.includePrefix, \"%s\", begins with: a key with and a key without it could become one"
                            .formatted(keys.stripPrefix(), keys.includePrefix()));
        }
        return keys;
    }
}
