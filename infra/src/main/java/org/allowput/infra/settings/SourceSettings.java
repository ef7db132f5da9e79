package org.allowput.infra.settings;

import java.util.Optional;

/**
 * Account B's side.
 *
 * @param trusted the account whose stack this is, and what account A trusts of it
 * @param region where its bucket, its queue and its function are
 * @param bucket the source bucket
 * @param bucketExists whether it is there already, and stays as it is
 * @param bucketIsTargetToo whether other deployments may put objects into it, under keys that this one does not copy
 * @param kmsKey the ARN of the key that encrypts the source objects; empty for S3's own
 * @param boundary the ARN of the permissions boundary of every role of the stack
 * @param externalIdRevision counts the changes of the ExternalId. A published version of a function keeps the
 *     environment it was published with, and CloudFormation publishes another only where the template changes; the
 *     value of a parameter is not in the template. This number is, so that counting it up brings a new ExternalId to
 *     the alias
 */
public record SourceSettings(
        TrustedAccount trusted,
        Region region,
        BucketName bucket,
        boolean bucketExists,
        boolean bucketIsTargetToo,
        Optional<String> kmsKey,
        Optional<String> boundary,
        int externalIdRevision) {
    static SourceSettings read(Section section) {
        TrustedAccount trusted = TrustedAccount.read(section);
        Region region = section.value("region", Region.SHAPE, new Region("us-east-1"));
        BucketName bucket = section.value(
                "bucketName",
                BucketName.SHAPE,
                BucketName.derived("source", trusted.account(), region),
                "`allow-put-source-<account>-<region>`");
        boolean exists = section.value("bucketExists", Shape.flag(), false);
        boolean targetToo = section.value("bucketIsTargetToo", Shape.flag(), false);
        Optional<String> key = section.optional("kmsKeyArn", Arn.OF_KEY, "none: SSE-S3");
        Optional<String> boundary = section.optional("permissionsBoundaryArn", Arn.OF_POLICY, "none");
        int revision = section.value("externalIdRevision", Shape.number(1, 1_000_000, ""), 1);
        section.end();
        return new SourceSettings(trusted, region, bucket, exists, targetToo, key, boundary, revision);
    }

    public AccountId account() {
        return trusted.account();
    }
}
