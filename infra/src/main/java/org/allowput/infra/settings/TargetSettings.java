package org.allowput.infra.settings;

/**
 * Account A's side.
 *
 * @param account whose stack this is
 * @param region where its bucket is
 * @param bucket the target bucket
 * @param role what account B assumes
 */
public record TargetSettings(AccountId account, Region region, BucketName bucket, RoleName role) {
    private static final AccountId ANY_ACCOUNT = new AccountId("000000000000");

    static TargetSettings read(Section section) {
        AccountId account = section.required("account", AccountId.SHAPE, ANY_ACCOUNT);
        Region region = section.value("region", Region.SHAPE, new Region("us-east-1"));
        BucketName bucket = section.value(
                "bucketName",
                BucketName.SHAPE,
                BucketName.derived("target", account, region),
                "`allow-put-target-<account>-<region>`");
        RoleName role = section.value("roleName", RoleName.SHAPE, new RoleName("AllowPutToS3"));
        section.end();
        return new TargetSettings(account, region, bucket, role);
    }
}
