package org.allowput.lambda.copy;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Which keys of the source bucket are copied, and to which keys of the target bucket.
 *
 * <p>Two different keys never map to the same one: what is stripped is a prefix that every included key has.
 *
 * @param includePrefix what a key begins with to be copied; empty for any
 * @param includeSuffix what a key ends with to be copied; empty for any
 * @param stripPrefix what is taken off a key's beginning; {@code includePrefix} begins with it
 * @param addPrefix what is then put before it
 */
public record KeyRule(String includePrefix, String includeSuffix, String stripPrefix, String addPrefix) {
    /** S3's limit for a key, in bytes of UTF-8. */
    private static final int LONGEST_KEY = 1024;

    /** @throws IllegalArgumentException if two keys could map to one, or no key could be copied */
    public KeyRule {
        if (!includePrefix.startsWith(stripPrefix)) {
            throw new IllegalArgumentException("two keys could map to one: stripPrefix '" + stripPrefix
                    + "' is not how includePrefix '" + includePrefix
                    + "' begins, so some keys would lose it and some have"
                    + " none to lose; make includePrefix begin with stripPrefix");
        }
        requireShorterThanKey("includePrefix", includePrefix);
        requireShorterThanKey("includeSuffix", includeSuffix);
        requireShorterThanKey("addPrefix", addPrefix);
    }

    /** Every key, unchanged. */
    public static KeyRule identity() {
        return new KeyRule("", "", "", "");
    }

    /**
     * The key to copy to, or empty if the key is not one that this rule includes. A key that is nothing but the
     * stripped prefix (the object that consoles make for a folder) and would be left with none is not included.
     *
     * <p>The result can be longer than S3 allows if {@code addPrefix} is longer than {@code stripPrefix}: S3 refuses it
     * with {@code KeyTooLongError}, so it is reported as a failure and not skipped.
     */
    public Optional<String> targetKey(String sourceKey) {
        if (!sourceKey.startsWith(includePrefix) || !sourceKey.endsWith(includeSuffix)) {
            return Optional.empty();
        }
        String targetKey = addPrefix + sourceKey.substring(stripPrefix.length());
        return targetKey.isEmpty() ? Optional.empty() : Optional.of(targetKey);
    }

    private static void requireShorterThanKey(String name, String value) {
        int length = value.getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST_KEY) {
            throw new IllegalArgumentException(
                    name + " has " + length + " bytes, more than any key: at most " + LONGEST_KEY);
        }
    }
}
