package org.allowput.infra.settings;

/**
 * Receipts of copied objects, which bin/reconcile compares with the source bucket.
 *
 * @param enabled whether the function writes receipts and the stack creates a bucket for them
 * @param bucket that bucket
 * @param keptDays how long a receipt is kept
 */
public record ReceiptSettings(boolean enabled, BucketName bucket, int keptDays) {
    static ReceiptSettings read(SettingsReader reader, DeploymentName name, SourceSettings source) {
        ReceiptSettings receipts = new ReceiptSettings(
                reader.value(
                        "enabled",
                        SettingType.bool(),
                        false,
                        "The function records what it copied, in one object per invocation, for"
                                + " [`bin/reconcile`](operations.md#reconcile). Creates a bucket for the receipts, and"
                                + " adds the statement `WriteReceipts` (`s3:PutObject` on its `receipts/`) to the"
                                + " function"),
                reader.value(
                        "bucketName",
                        BucketName.TYPE,
                        new DefaultValue<>(
                                BucketName.defaultFor("receipts", name, source.account(), source.region()),
                                "`allow-put-receipts-<source account>-<source region>`"),
                        "The bucket for receipts. It must not be used for anything else"),
                reader.value(
                        "keptDays",
                        SettingType.integer(1, 3650, "days"),
                        90,
                        "Receipts expire after this. Objects that have not changed since are then compared with account"
                                + " A's inventory only"));
        reader.rejectUnknown();
        return receipts;
    }
}
