package org.allowput.lambda.copy;

/**
 * A condition for keys. An empty part is no condition.
 *
 * @param prefix how the key begins
 * @param suffix how the key ends
 * @param glob a {@link Glob} that the whole key matches
 */
public record KeyCondition(String prefix, String suffix, String glob) {
    static final KeyCondition NONE = new KeyCondition("", "", "");

    /** Whether every part holds. */
    boolean all(String key) {
        return key.startsWith(prefix) && key.endsWith(suffix) && (glob.isEmpty() || new Glob(glob).matches(key));
    }

    /** Whether a part that is not empty holds. */
    boolean any(String key) {
        return (!prefix.isEmpty() && key.startsWith(prefix))
                || (!suffix.isEmpty() && key.endsWith(suffix))
                || (!glob.isEmpty() && new Glob(glob).matches(key));
    }
}
