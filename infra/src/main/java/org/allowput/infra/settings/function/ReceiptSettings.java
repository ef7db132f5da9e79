package org.allowput.infra.settings.function;

import java.util.Optional;
import org.allowput.infra.settings.account.BucketSettings;
import org.allowput.infra.settings.account.TrustedAccount;
import org.allowput.infra.settings.reading.Setting;
import org.allowput.infra.settings.reading.SettingType;
import org.allowput.infra.settings.reading.SettingsGroup;
import org.allowput.infra.settings.reading.Values;

/** Receipts of copied objects, which bin/reconcile compares with the source bucket. */
public final class ReceiptSettings {
    public static final SettingsGroup GROUP = new SettingsGroup("receipts");

    private static final String PREFIX = "a prefix that ends with /, such as _deliveries/, without IAM's wildcards";

    public static final Setting<Boolean> ENABLED = GROUP.flag(
            "enabled",
            "The function records what it copied in a bucket, for [`bin/reconcile`](commands.md#reconcile). Adds"
                    + " `WriteReceipts` (`s3:PutObject` below `receipts/`)");
    public static final BucketSettings BUCKET =
            BucketSettings.ofOption(GROUP, "receipts", ENABLED, "The bucket for receipts alone");
    public static final Setting<Integer> KEPT_DAYS =
            GROUP.setting("keptDays", SettingType.integer(1, 3650, "days")).byDefault(90, "Receipts expire after this");
    /** How the keys begin under which the target account gets them, too. */
    public static final Setting<Optional<String>> DELIVER_TO = GROUP.setting(
                    "deliverTo", SettingType.string(PREFIX, text -> {
                        SettingType.require(text.endsWith("/"), PREFIX);
                        return TrustedAccount.PREFIX_TYPE.parser().apply(text);
                    }))
            .optional(
                    "none",
                    "Also puts [receipts of the copies](account-a.md#receipts) into the target bucket, below this"
                            + " prefix, to which nothing is copied then");

    private ReceiptSettings() {}

    /** Whether the function writes receipts at all. */
    public static boolean areWritten(Values values) {
        return values.get(ENABLED) || values.get(DELIVER_TO).isPresent();
    }
}
