package org.allowput.infra.settings;

/**
 * Receipts of what was copied, which bin/reconcile compares the source bucket with.
 *
 * @param enabled whether the function writes them, and the stack brings a bucket for them
 * @param bucket that bucket
 * @param keptDays how long a receipt is kept
 */
public record ReceiptSettings(boolean enabled, BucketName bucket, int keptDays) {
    static ReceiptSettings read(Section section, SourceSettings source) {
        ReceiptSettings receipts = new ReceiptSettings(
                section.value("enabled", Shape.flag(), false),
                section.value(
                        "bucketName",
                        BucketName.SHAPE,
                        BucketName.derived("receipts", source.account(), source.region()),
                        "`allow-put-receipts-<source account>-<source region>`"),
                section.value("keptDays", Shape.number(1, 3650, "days"), 90));
        section.end();
        return receipts;
    }
}
