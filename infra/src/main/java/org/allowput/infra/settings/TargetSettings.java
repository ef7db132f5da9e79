package org.allowput.infra.settings;

import java.util.Optional;

/**
 * Account A's side.
 *
 * @param account whose stack this is
 * @param region where its bucket is
 * @param bucket the target bucket
 * @param bucketExists whether it is there already, and stays as it is
 * @param role what account B assumes
 * @param kmsKey the ARN of the key that encrypts the copies; empty for S3's own
 * @param boundary the ARN of the permissions boundary of every role of the stack
 */
public record TargetSettings(
        AccountId account,
        Region region,
        BucketName bucket,
        boolean bucketExists,
        RoleName role,
        Optional<String> kmsKey,
        Optional<String> boundary) {
    private static final AccountId ANY_ACCOUNT = new AccountId("000000000000");

    static TargetSettings read(Section section) {
        AccountId account = section.required("account", AccountId.SHAPE, ANY_ACCOUNT);
        Region region = section.value("region", Region.SHAPE, new Region("us-east-1"));
        BucketName bucket = section.value(
                "bucketName",
                BucketName.SHAPE,
                BucketName.derived("target", account, region),
                "`allow-put-target-<account>-<region>`");
        boolean exists = section.value("bucketExists", Shape.flag(), false);
        // 51, so that "-<account>" still fits where an account has a role of its own.
        RoleName role = section.value("roleName", RoleName.SHAPE_OF_BASE, new RoleName("AllowPutToS3"));
        Optional<String> key = section.optional("kmsKeyArn", Arn.OF_KEY, "none: SSE-S3");
        Optional<String> boundary = section.optional("permissionsBoundaryArn", Arn.OF_POLICY, "none");
        section.end();
        return new TargetSettings(account, region, bucket, exists, role, key, boundary);
    }
}
