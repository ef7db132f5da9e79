package org.allowput.ops.acceptance.cleanup;

import org.allowput.ops.acceptance.account.AccountKind;

/**
 * Something that a run created, or was about to create.
 *
 * @param side the account that it is in
 * @param name by which AWS's API takes it
 */
public record CreatedResource(AccountKind side, Kind kind, String name) {
    /** What it is, in the order of removal. */
    public enum Kind {
        STACK,
        /** Its roles delete the stacks that the CDK has deployed. */
        BOOTSTRAP_STACK,
        LOG_GROUP,
        BUCKET
    }

    @Override
    public String toString() {
        return kind + " " + name;
    }
}
