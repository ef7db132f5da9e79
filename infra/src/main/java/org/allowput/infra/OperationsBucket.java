package org.allowput.infra;

import java.util.List;
import java.util.Optional;
import org.allowput.contract.OperationsPrefix;
import org.allowput.contract.large.CopyPlan;
import org.allowput.contract.receipt.Receipts;
import org.allowput.infra.construct.PrivateBucket;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.function.LargeObjectSettings;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.s3.BlockedEncryptionType;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.constructs.Construct;

/**
 * Account B's bucket for what its functions and jobs keep, below a prefix for each purpose. It is apart from the source
 * bucket, so that nothing of it is copied, and stays in the stack while options change: what they have kept expires.
 */
final class OperationsBucket {
    /**
     * As long as S3 lists a job that has ended.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_ListJobs.html">ListJobs</a>
     */
    private static final int JOB_DAYS = 90;

    /** Of Athena. */
    private static final int ANSWER_DAYS = 7;

    private OperationsBucket() {}

    static void create(Stack stack, Settings settings) {
        PrivateBucket.create(
                new Construct(stack, "Operations"),
                settings.operations().bucketName(),
                Optional.empty(),
                PrivateBucket.LEAST_NONCURRENT_DAYS,
                List.of(
                        expiry("ExpireResults", CopyPlan.PREFIX, LargeObjectSettings.RESULT_DAYS),
                        expiry(
                                "ExpireReceipts",
                                Receipts.PREFIX,
                                settings.receipts().keptDays()),
                        expiry("ExpireManifestsAndReports", OperationsPrefix.BACKFILL, JOB_DAYS),
                        expiry("ExpireAnswers", OperationsPrefix.ATHENA, ANSWER_DAYS)),
                LargeObjectSettings.ONE_INVOCATION_DAYS,
                bucket -> bucket.blockedEncryptionTypes(List.of(BlockedEncryptionType.SSE_C)));
    }

    private static LifecycleRule expiry(String id, String prefix, int days) {
        return LifecycleRule.builder()
                .id(id)
                .prefix(prefix)
                .expiration(Duration.days(days))
                .build();
    }
}
