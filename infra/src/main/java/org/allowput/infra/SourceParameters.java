package org.allowput.infra;

import org.allowput.infra.settings.OptIns;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.TargetSettings;

/**
 * What both accounts must agree on, as one line that account B's template takes: parameters for {@code aws
 * cloudformation deploy} in a shell. The ExternalId is not in it.
 *
 * @see <a href="https://docs.aws.amazon.com/cli/latest/reference/cloudformation/deploy/">deploy,
 *     --parameter-overrides</a>
 */
final class SourceParameters {
    static final String OUTPUT = "ParametersOfAccountB";

    /** A prefix may have spaces, and no apostrophe. */
    private static final String LINE = "TargetAccount=%s TargetRegion=%s TargetBucketName=%s RoleName=%s 'AddPrefix=%s'"
            + " TargetKmsKeyArn=%s ReplicateDeletes=%s ReplicateTags=%s AbortUploads=%s WriteOnce=%s SourceIdentity=%s";

    private SourceParameters() {}

    static String of(Settings settings) {
        TargetSettings target = settings.target();
        OptIns optIns = settings.optIns();
        return LINE.formatted(
                target.account(),
                target.region(),
                target.bucket(),
                settings.assumedRole(),
                settings.source().trusted().keyPrefix().orElse(""),
                target.kmsKey().orElse(""),
                optIns.replicateDeletes(),
                optIns.replicateTags(),
                optIns.abortUploads(),
                target.writeOnce(),
                optIns.sourceIdentity());
    }

    /** The same with the parameters of account A's template, as {@code Fn::Sub} takes it. */
    static String ofTemplate() {
        return LINE.formatted(
                "${AWS::AccountId}",
                "${AWS::Region}",
                "${BucketName}",
                "${RoleName}",
                "${KeyPrefix}",
                "${KmsKeyArn}",
                "${ReplicateDeletes}",
                "${ReplicateTags}",
                "${AbortUploads}",
                "${WriteOnce}",
                "${SourceIdentity}");
    }
}
