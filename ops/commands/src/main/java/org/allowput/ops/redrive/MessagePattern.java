package org.allowput.ops.redrive;

import java.util.List;
import org.allowput.contract.selection.KeyPattern;
import org.allowput.ops.queue.DeadLetter;

/**
 * Selects messages.
 *
 * @param text a message's id, or a {@link KeyPattern#glob} of keys as in the settings
 */
record MessagePattern(String text) {
    /** Whether it is the message's id, or matches the keys of all objects that the message names. */
    boolean selects(DeadLetter letter) {
        List<String> keys = letter.keys();
        KeyPattern glob = KeyPattern.glob(text);
        return text.equals(letter.message().messageId())
                || (!keys.isEmpty() && keys.stream().allMatch(glob::matches));
    }
}
