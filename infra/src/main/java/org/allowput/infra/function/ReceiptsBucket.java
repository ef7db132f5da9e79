package org.allowput.infra.function;

import java.util.List;
import java.util.Optional;
import org.allowput.infra.construct.PrivateBucket;
import org.allowput.infra.settings.function.ReceiptSettings;
import org.allowput.infra.settings.value.BucketName;
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

    /** @param accessLogs the bucket for its access log; empty for none */
    public ReceiptsBucket(Construct scope, String id, ReceiptSettings receipts, Optional<BucketName> accessLogs) {
        super(scope, id);
        PrivateBucket.create(
                this,
                "Bucket",
                receipts.bucket(),
                Optional.empty(),
                accessLogs,
                List.of(LifecycleRule.builder()
                        .id("ExpireReceipts")
                        .prefix(PREFIX)
                        .expiration(Duration.days(receipts.keptDays()))
                        .build()));
    }
}
