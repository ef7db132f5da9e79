package org.allowput.infra.function;

import java.util.List;
import java.util.Optional;
import org.allowput.infra.construct.PrivateBucket;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.account.SourceSettings;
import org.allowput.infra.settings.function.ReceiptSettings;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.constructs.Construct;

/**
 * Account B's bucket for receipts of what was copied, apart from the source bucket so that they are not copied too.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-expire-general-considerations.html">
 *     Expiring objects</a>
 */
public final class ReceiptsBucket extends Construct {
    /** The prefix of the keys of receipts, which the function writes. */
    public static final String PREFIX = "receipts/";

    public ReceiptsBucket(Construct scope, String id, Settings settings) {
        super(scope, id);
        PrivateBucket.create(
                this,
                "Bucket",
                settings.get(ReceiptSettings.BUCKET.name()),
                Optional.empty(),
                settings.get(SourceSettings.ACCESS_LOGS),
                List.of(LifecycleRule.builder()
                        .id("ExpireReceipts")
                        .prefix(PREFIX)
                        .expiration(Duration.days(settings.get(ReceiptSettings.KEPT_DAYS)))
                        .build()));
    }
}
