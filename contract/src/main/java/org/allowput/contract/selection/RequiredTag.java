package org.allowput.contract.selection;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * The tag that an object must have to be copied.
 *
 * @param name compared with case
 * @param value compared with case
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_S3Tag.html">S3Tag</a> for the lengths and
 *     characters of tags
 */
public record RequiredTag(String name, String value) {
    public static final String EXPECTED = "NAME=VALUE, a name of 1 to 128 and a value of 1 to 256 characters: letters,"
            + " digits, spaces and +-._:/@, in the value also =, where the name does not begin with aws:";

    private static final String CHARACTERS = "\\p{L}\\p{Z}\\p{N}_.:/+@-";
    private static final Pattern NAME = Pattern.compile("[" + CHARACTERS + "]{1,128}");
    private static final Pattern VALUE = Pattern.compile("[=" + CHARACTERS + "]{1,256}");

    public RequiredTag {
        if (!NAME.matcher(name).matches()
                || name.startsWith("aws:")
                || !VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "the required tag is '" + name + "=" + value + "'; expected " + EXPECTED);
        }
    }

    /** Reads {@code NAME=VALUE}. @throws IllegalArgumentException if S3 permits no such tag */
    public static RequiredTag parse(String text) {
        String[] parts = text.split("=", 2);
        return new RequiredTag(parts[0], parts.length < 2 ? "" : parts[1]);
    }

    public String text() {
        return name + "=" + value;
    }

    TagDecision decide(Map<String, String> tags) {
        String found = tags.get(name);
        if (found == null) {
            return new TagDecision.Waiting("the object does not have the tag " + name + " yet");
        }
        return found.equals(value)
                ? new TagDecision.Permitted()
                : new TagDecision.Refused(
                        "the object's tag " + name + " is '" + found + "'; required is '" + value + "'");
    }

    /** The decision by the tags of an object whether it is copied. */
    public sealed interface TagDecision {
        /** It has the required tag, or none is required. */
        record Permitted() implements TagDecision {}

        /** It does not have the tag yet: the event of its tag asks again. */
        record Waiting(String reason) implements TagDecision {}

        /** The tag has another value, which says that the object must not be copied. */
        record Refused(String reason) implements TagDecision {}
    }
}
