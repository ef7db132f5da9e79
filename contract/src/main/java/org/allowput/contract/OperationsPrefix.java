package org.allowput.contract;

/**
 * The keys in account B's operations bucket begin with these prefixes: a role has access below a prefix only if it uses
 * what is there. The prefixes of receipts and of large objects are declared with their keys: {@code Receipts.PREFIX},
 * {@code CopyPlan.PREFIX}.
 */
public final class OperationsPrefix {
    /** Of manifests and reports of backfill jobs. */
    public static final String BACKFILL = "backfill/";

    /** Of answers of Athena. */
    public static final String ATHENA = "athena/";

    /** Of receipts that somebody has collected by day. */
    public static final String RECEIPT_DAYS = "receipt-days/";

    private OperationsPrefix() {}
}
