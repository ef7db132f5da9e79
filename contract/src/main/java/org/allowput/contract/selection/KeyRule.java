package org.allowput.contract.selection;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which keys of the source bucket are copied, and to which keys of the target bucket.
 *
 * <p>Two different keys never map to the same one: what is stripped is a prefix that every included key has.
 *
 * @param include what a key must fulfil to be copied
 * @param exclude what a key must not fulfil, in any part, to be copied
 * @param sizes of the objects that are copied; which rule decides for a key does not depend on them
 * @param stripPrefix what is taken off a key's beginning; the included prefix begins with it
 * @param addPrefix what is then put before it
 * @param requiredTag the tag that an object must have to be copied
 * @param deliverTo how the target keys of delivered receipts begin, under which nothing is copied; empty for none
 */
public record KeyRule(
        KeyCondition include,
        KeyCondition exclude,
        SizeRange sizes,
        String stripPrefix,
        String addPrefix,
        Optional<RequiredTag> requiredTag,
        String deliverTo) {
    /** The names of the parts that are text, as settings and JSON have them. */
    public static final List<String> PARTS = List.of(
            "addPrefix",
            "deliverTo",
            "excludeGlob",
            "excludePrefix",
            "excludeSuffix",
            "includeGlob",
            "includePrefix",
            "includeSuffix",
            "requiredTag",
            "stripPrefix");

    public static final String MIN_BYTES = "minBytes";
    public static final String MAX_BYTES = "maxBytes";

    /** Parameters of the plain template, which are in the JSON also where they are empty. */
    private static final List<String> ALWAYS_WRITTEN =
            List.of("addPrefix", "deliverTo", "includePrefix", "requiredTag");

    /** S3's limit for a key, in bytes of UTF-8. */
    private static final int LONGEST_KEY = 1024;

    /** @throws IllegalArgumentException if two keys could map to one, or no key could be copied */
    public KeyRule {
        if (!include.prefix().startsWith(stripPrefix)) {
            throw new IllegalArgumentException("two keys could map to one: stripPrefix '" + stripPrefix
                    + "' is not how includePrefix '" + include.prefix()
                    + "' begins, so some keys would lose it and some have"
                    + " none to lose; make includePrefix begin with stripPrefix");
        }
        requireShorterThanKey("includePrefix", include.prefix());
        requireShorterThanKey("includeSuffix", include.suffix());
        requireShorterThanKey("addPrefix", addPrefix);
    }

    /** A rule without a glob that excludes nothing, of objects of any size. */
    public KeyRule(String includePrefix, String includeSuffix, String stripPrefix, String addPrefix) {
        this(
                new KeyCondition(includePrefix, includeSuffix, ""),
                KeyCondition.NONE,
                SizeRange.ANY,
                stripPrefix,
                addPrefix,
                Optional.empty(),
                "");
    }

    /** A rule of parts by their names. One that is absent is empty. */
    public static KeyRule of(Map<String, String> parts) {
        return new KeyRule(
                condition("include", parts),
                condition("exclude", parts),
                new SizeRange(
                        Long.parseLong(parts.getOrDefault(MIN_BYTES, "0")),
                        Long.parseLong(parts.getOrDefault(MAX_BYTES, Long.toString(SizeRange.LARGEST_OBJECT)))),
                parts.getOrDefault("stripPrefix", ""),
                parts.getOrDefault("addPrefix", ""),
                Optional.ofNullable(parts.get("requiredTag"))
                        .filter(tag -> !tag.isEmpty())
                        .map(RequiredTag::parse),
                parts.getOrDefault("deliverTo", ""));
    }

    private static KeyCondition condition(String kind, Map<String, String> parts) {
        return new KeyCondition(
                parts.getOrDefault(kind + "Prefix", ""),
                parts.getOrDefault(kind + "Suffix", ""),
                parts.getOrDefault(kind + "Glob", ""));
    }

    SortedMap<String, String> parts() {
        SortedMap<String, String> parts = new TreeMap<>(Map.of(
                "includePrefix", include.prefix(),
                "includeSuffix", include.suffix(),
                "includeGlob", include.glob(),
                "excludePrefix", exclude.prefix(),
                "excludeSuffix", exclude.suffix(),
                "excludeGlob", exclude.glob(),
                "stripPrefix", stripPrefix,
                "addPrefix", addPrefix,
                "deliverTo", deliverTo,
                "requiredTag", requiredTag.map(RequiredTag::text).orElse("")));
        parts.entrySet().removeIf(part -> part.getValue().isEmpty() && !ALWAYS_WRITTEN.contains(part.getKey()));
        if (sizes.minBytes() > 0) {
            parts.put(MIN_BYTES, Long.toString(sizes.minBytes()));
        }
        if (sizes.maxBytes() < SizeRange.LARGEST_OBJECT) {
            parts.put(MAX_BYTES, Long.toString(sizes.maxBytes()));
        }
        return parts;
    }

    KeyRule deliveringTo(String prefix) {
        SortedMap<String, String> parts = parts();
        parts.put("deliverTo", prefix);
        return of(parts);
    }

    @Override
    public String toString() {
        SortedMap<String, String> stated = parts();
        stated.values().removeIf(String::isEmpty);
        return stated.toString();
    }

    public String targetPrefix() {
        return addPrefix + include.prefix().substring(stripPrefix.length());
    }

    boolean includes(String sourceKey) {
        return include.all(sourceKey) && !exclude.any(sourceKey);
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

    private static void requireShorterThanKey(String name, String value) {
        int length = value.getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST_KEY) {
            throw new IllegalArgumentException(
                    name + " has " + length + " bytes, more than any key: at most " + LONGEST_KEY);
        }
    }

    /**
     * A condition for keys. An empty part is no condition.
     *
     * @param prefix how the key begins
     * @param suffix how the key ends
     * @param glob a {@link KeyPattern#glob} that the whole key matches
     */
    public record KeyCondition(String prefix, String suffix, String glob) {
        public static final KeyCondition NONE = new KeyCondition("", "", "");

        boolean all(String key) {
            return key.startsWith(prefix)
                    && key.endsWith(suffix)
                    && (glob.isEmpty() || KeyPattern.glob(glob).matches(key));
        }

        /** Whether a part that is not empty holds. */
        boolean any(String key) {
            return (!prefix.isEmpty() && key.startsWith(prefix))
                    || (!suffix.isEmpty() && key.endsWith(suffix))
                    || (!glob.isEmpty() && KeyPattern.glob(glob).matches(key));
        }

        public List<KeyPattern> patterns() {
            List<KeyPattern> patterns = new ArrayList<>();
            if (!prefix.isEmpty()) {
                patterns.add(KeyPattern.prefix(prefix));
            }
            if (!suffix.isEmpty()) {
                patterns.add(KeyPattern.suffix(suffix));
            }
            if (!glob.isEmpty()) {
                patterns.add(KeyPattern.glob(glob));
            }
            return List.copyOf(patterns);
        }
    }
}
