package org.allowput.contract.selection;

import java.util.ArrayList;
import java.util.List;

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
