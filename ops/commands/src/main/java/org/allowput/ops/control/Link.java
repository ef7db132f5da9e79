package org.allowput.ops.control;

import java.util.Map;
import org.allowput.contract.connection.LinkState;
import org.allowput.ops.cli.Output;
import org.jspecify.annotations.Nullable;

/**
 * One thing that copying needs, from the source bucket's notification to the alarms' recipient: docs/on-call.md#links.
 *
 * @param seen what was read instead of a connected link; null if it is connected
 * @param repair what to type; null if it is not cut
 */
record Link(
        String name,
        LinkState state,
        @Nullable String seen,
        @Nullable String repair) {
    /** The entry of {@code --json}. */
    Map<String, Object> facts() {
        return Output.facts("link", name, "state", state.label(), "seen", seen, "repair", repair);
    }

    /** The line for people. */
    String line() {
        return state.label() + ": " + seen + (repair == null ? "" : ". Repair: " + repair);
    }
}
