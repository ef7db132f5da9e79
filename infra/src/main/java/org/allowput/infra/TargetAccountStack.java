package org.allowput.infra;

import java.util.List;
import java.util.Map;
import org.allowput.contract.StackOutput;
import org.allowput.infra.construct.PrivateBucket;
import org.allowput.infra.grant.AllowPutToS3Roles;
import org.allowput.infra.grant.GrantMetadata;
import org.allowput.infra.monitoring.TargetMonitoring;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.targetaccount.TrustedAccount;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.s3.BlockedEncryptionType;
import software.amazon.awscdk.services.s3.BucketMetrics;
import software.constructs.Construct;

/** Account A's stack: the target bucket, and the role that other accounts assume to put objects into it. */
public final class TargetAccountStack extends Stack {
    public static final String ID = "ReplicationTarget";

    /** How long account A can restore what was overwritten or deleted. */
    private static final int NONCURRENT_DAYS = 30;

    /** A rule compares the ExternalIds of each pair of them. */
    private static final int ACCOUNTS_WITH_INDENTATION = 15;

    private final AllowPutToS3Roles roles;
    private final Settings settings;

    public TargetAccountStack(Construct scope, Settings settings) {
        super(
                scope,
                settings.named(ID),
                StackOptions.props(
                        settings.target().account(),
                        settings.target().region(),
                        "AllowPutToS3, target account: a bucket, and a role that can only put objects into it",
                        settings.trusted().size() > ACCOUNTS_WITH_INDENTATION));
        this.settings = settings;
        if (!settings.target().bucketExists()) {
            createBucket();
        }
        roles = new AllowPutToS3Roles(this, settings);
        settings.target()
                .alarms()
                .address()
                .ifPresent(email ->
                        new TargetMonitoring(this, "Monitoring", settings, email, Release.page("for-account-a.md")));

        String roleArn = roles.arn(settings.assumedRole());
        Outputs outputs = new Outputs(this);
        outputs.identify(settings.name());
        outputs.add(StackOutput.TARGET_BUCKET_NAME, settings.target().bucketName());
        if (!settings.target().bucketShared()) {
            outputs.claim(settings.target().bucketName());
        }
        outputs.add(StackOutput.ROLE_ARN, roleArn);
        outputs.add(StackOutput.TARGET_GRANT, GrantMetadata.line(settings).line());
        outputs.add(StackOutput.OPT_INS, settings.optInNames());
        TrustedAccount trusted = settings.source().trusted();
        outputs.add(StackOutput.WRITABLE_KEYS, trusted.keyPrefix().orElse("") + "*");
        trusted.roleName().ifPresent(name -> outputs.add(StackOutput.TRUSTED_ROLE_NAME, name));
        outputs.add(
                StackOutput.AWS_CLI_PROFILE,
                """
                [profile allow-put-to-s3]
                role_arn = %s
                source_profile = default
                external_id = <ExternalId>
                region = %s
                """.formatted(roleArn, settings.target().region())
                        + (trusted.requireMfa()
                                ? "mfa_serial = arn:%s:iam::%s:mfa/<device>\n"
                                        .formatted(Aws.PARTITION, trusted.account())
                                : ""));
        outputs.add(
                StackOutput.ASSUME_ROLE_COMMAND,
                "aws sts assume-role --role-arn %s --role-session-name allow-put-to-s3 --external-id <ExternalId>"
                                .formatted(roleArn)
                        + (trusted.requireMfa() ? " --serial-number <mfa_serial> --token-code <code>" : ""));
        for (TrustedAccount further : settings.furtherSources()) {
            outputs.addRole(further.account(), roles.arn(further.role(settings.target())));
        }
        StackOptions.apply(this, settings.target().permissionsBoundaryArn(), settings.tags());
    }

    /**
     * Its policy grants nothing; account A's administrators decide about access by their own principals. It refuses
     * objects under a key that only the sender has, and keeps what is overwritten or deleted for some days.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/blocking-unblocking-s3-c-encryption-gpb.html">Blocking
     *     SSE-C</a>
     */
    private void createBucket() {
        PrivateBucket.create(
                new Construct(this, "TargetBucket"),
                settings.target().bucketName(),
                settings.target().kmsKeyArn(),
                NONCURRENT_DAYS,
                List.of(),
                settings.largeObjects().keptDays(),
                bucket -> {
                    bucket.blockedEncryptionTypes(List.of(BlockedEncryptionType.SSE_C));
                    if (settings.target().alarms().address().isPresent()) {
                        bucket.metrics(List.of(BucketMetrics.builder()
                                .id(TargetMonitoring.METRICS)
                                .build()));
                    }
                });
    }

    /** Throws if IAM would not accept a trust policy. */
    void validateTrustPolicies(Map<String, String> environment) {
        roles.validateTrustPolicies(settings, environment);
    }
}
