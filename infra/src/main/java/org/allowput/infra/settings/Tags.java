package org.allowput.infra.settings;

import java.util.Locale;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * Tags of every resource, by https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html.
 */
final class Tags {
    private static final int LONGEST_NAME = 128;
    private static final int LONGEST_VALUE = 256;
    private static final String EXPECTED =
            "at most 256 characters, under a name of at most 128 that does not begin with aws:";

    private Tags() {}

    static SequencedMap<String, String> read(Section section) {
        SequencedMap<String, String> tags = new TreeMap<>();
        for (String name : section.names()) {
            Shape<String> shape = Shape.of(EXPECTED, text -> {
                Shape.require(
                        text.length() <= LONGEST_VALUE
                                && name.length() <= LONGEST_NAME
                                && !name.toLowerCase(Locale.ROOT).startsWith("aws:"),
                        EXPECTED);
                return text;
            });
            section.entry(name, shape).ifPresent(value -> tags.put(name, value));
        }
        section.know("<name>", EXPECTED, "no tags");
        return tags;
    }
}
