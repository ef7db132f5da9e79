package org.allowput.ops.acceptance.cleanup;

import org.allowput.ops.acceptance.account.Side;

/**
 * Something that a run created, or was about to create.
 *
 * @param side the account that it is in
 * @param name by which AWS's API takes it
 */
public record CreatedResource(Side side, Kind kind, String name) {
    /** What it is. */
    public enum Kind {
        STACK,
        BUCKET,
        LOG_GROUP
    }

    @Override
    public String toString() {
        return kind + " " + name;
    }
}
