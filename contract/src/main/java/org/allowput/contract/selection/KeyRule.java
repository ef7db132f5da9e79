package org.allowput.contract.selection;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A rule says which keys of the source bucket are copied, and to which keys of the target bucket.
 *
 * <p>Two different keys never map to the same one: what is stripped is a prefix that every included key has.
 *
 * @param include patterns of which a key must match one to be copied
 * @param exclude patterns of which a key must match none to be copied
 * @param sizes of the objects that are copied; which rule decides for a key does not depend on them
 * @param stripPrefix what is taken off a key's beginning; each included pattern begins with it
 * @param addPrefix what is then put before it
 * @param requiredTag the tag that an object must have to be copied
 * @param deliverTo how the target keys of delivered receipts begin, under which nothing is copied; empty for none
 */
public record KeyRule(
        List<KeyPattern> include,
        List<KeyPattern> exclude,
        SizeRange sizes,
        String stripPrefix,
        String addPrefix,
        Optional<RequiredTag> requiredTag,
        String deliverTo) {
    /** @throws IllegalArgumentException if two keys could map to one, or no key could be copied */
    public KeyRule {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        if (include.isEmpty()) {
            throw new IllegalArgumentException("include has no pattern, so that no key would be copied: expected at"
                    + " least one, such as ** for every key");
        }
        for (KeyPattern pattern : include) {
            if (!pattern.prefix().startsWith(stripPrefix)) {
                throw new IllegalArgumentException("two keys could map to one: the pattern '" + pattern
                        + "' of include does not begin with stripPrefix, '" + stripPrefix
                        + "', so some keys would lose it and some have none to lose; begin each pattern with it");
            }
        }
        int length = addPrefix.getBytes(StandardCharsets.UTF_8).length;
        if (length > KeyPattern.LONGEST_KEY) {
            throw new IllegalArgumentException(
                    "addPrefix has " + length + " bytes, more than any key: at most " + KeyPattern.LONGEST_KEY);
        }
    }

    /** A rule of one pattern for objects of any size. */
    public static KeyRule of(String include, String stripPrefix, String addPrefix) {
        return new KeyRule(
                List.of(new KeyPattern(include)),
                List.of(),
                SizeRange.ANY,
                stripPrefix,
                addPrefix,
                Optional.empty(),
                "");
    }

    KeyRule deliveringTo(String prefix) {
        return new KeyRule(include, exclude, sizes, stripPrefix, addPrefix, requiredTag, prefix);
    }

    /** How the target keys begin: for each included pattern. */
    public List<String> targetPrefixes() {
        return include.stream()
                .map(pattern -> addPrefix + pattern.prefix().substring(stripPrefix.length()))
                .distinct()
                .toList();
    }

    /**
     * Whether a key of this rule and another key of the other rule could have the same target key. They do not if both
     * rules replace the same prefix by the same one, as two keys of one rule do not. Otherwise a target key begins with
     * its rule's {@code addPrefix}: two are different if neither of these is the beginning of the other.
     */
    boolean mayCollideWith(KeyRule other) {
        boolean mapsAlike = stripPrefix.equals(other.stripPrefix) && addPrefix.equals(other.addPrefix);
        return !mapsAlike && (addPrefix.startsWith(other.addPrefix) || other.addPrefix.startsWith(addPrefix));
    }

    boolean includes(String sourceKey) {
        return isNamed(sourceKey) && !matchesAny(exclude, sourceKey);
    }

    /** Whether the key would be included if the rule excluded nothing. */
    boolean isNamed(String sourceKey) {
        return matchesAny(include, sourceKey);
    }

    private static boolean matchesAny(List<KeyPattern> patterns, String key) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(key));
    }

    /**
     * The key to copy to, or empty if the key is not one that this rule includes. Not copied is a key that is nothing
     * but the stripped prefix (the object that consoles make for a folder) and would be left with none, and one that
     * would look like a delivered receipt.
     *
     * <p>The result can be longer than S3 allows if {@code addPrefix} is longer than {@code stripPrefix}: S3 refuses it
     * with {@code KeyTooLongError}, so it is reported as a failure and not skipped.
     */
    Optional<String> targetKey(String sourceKey) {
        if (!includes(sourceKey)) {
            return Optional.empty();
        }
        String targetKey = addPrefix + sourceKey.substring(stripPrefix.length());
        boolean delivered = !deliverTo.isEmpty() && targetKey.startsWith(deliverTo);
        return targetKey.isEmpty() || delivered ? Optional.empty() : Optional.of(targetKey);
    }

    Stream<String> prefixes() {
        return include.stream().map(KeyPattern::prefix);
    }

    Stream<String> suffixes() {
        return include.stream().map(KeyPattern::suffix);
    }
}
