package org.allowput.infra.settings.function;

import java.util.Optional;
import org.allowput.infra.settings.account.DefaultBuckets;
import org.allowput.infra.settings.account.SourceSettings;
import org.allowput.infra.settings.account.TrustedAccount;
import org.allowput.infra.settings.reading.SettingType;
import org.allowput.infra.settings.reading.SettingsReader;
import org.allowput.infra.settings.value.BucketName;

/**
 * Receipts of copied objects, which bin/reconcile compares with the source bucket.
 *
 * @param enabled whether the function writes receipts and the stack creates a bucket for them
 * @param bucket that bucket
 * @param bucketExists whether the bucket exists already, so that the stack does not change it
 * @param keptDays how long a receipt is kept
 * @param deliverTo how the keys begin under which the target account gets them, too
 */
public record ReceiptSettings(
        boolean enabled, BucketName bucket, boolean bucketExists, int keptDays, Optional<String> deliverTo) {
    private static final String PREFIX = "a prefix that ends with /, such as _deliveries/, without IAM's wildcards";

    /** Whether the function writes receipts at all. */
    public boolean written() {
        return enabled || deliverTo.isPresent();
    }

    public static ReceiptSettings read(SettingsReader reader, DefaultBuckets buckets, SourceSettings source) {
        boolean enabled = reader.value(
                "enabled",
                SettingType.bool(),
                false,
                "The function records what it copied in a bucket, for "
                        + "[`bin/reconcile`](commands.md#reconcile). Adds `WriteReceipts` (`s3:PutObject` below "
                        + "`receipts/`)");
        ReceiptSettings receipts = new ReceiptSettings(
                enabled,
                buckets.read(
                        reader,
                        "receipts",
                        source.account(),
                        source.region(),
                        "source ",
                        enabled,
                        "The bucket for receipts alone"),
                DefaultBuckets.readExists(reader),
                reader.value("keptDays", SettingType.integer(1, 3650, "days"), 90, "Receipts expire after this"),
                reader.optional(
                        "deliverTo",
                        SettingType.string(PREFIX, text -> {
                            SettingType.require(text.endsWith("/"), PREFIX);
                            return TrustedAccount.PREFIX_TYPE.parser().apply(text);
                        }),
                        "none",
                        "Also puts [receipts of the copies](account-a.md#receipts) into the target bucket, below this"
                                + " prefix, to which nothing is copied then"));
        reader.rejectUnknown();
        return receipts;
    }
}
