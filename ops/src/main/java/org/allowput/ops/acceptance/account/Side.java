package org.allowput.ops.acceptance.account;

/** One of the two accounts. */
public enum Side {
    /** Account A, which owns the target bucket. */
    TARGET,
    /** Account B, which owns the source bucket. */
    SOURCE
}
