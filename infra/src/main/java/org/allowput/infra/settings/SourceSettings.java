package org.allowput.infra.settings;

/**
 * Account B's side.
 *
 * @param account whose stack this is, and whom the role trusts
 * @param region where its bucket, its queue and its function are
 * @param bucket the source bucket
 * @param externalIdRevision counts the changes of the ExternalId. A published version of a function keeps the
 *     environment it was published with, and CloudFormation publishes another only where the template changes; the
 *     value of a parameter is not in the template. This number is, so that counting it up brings a new ExternalId to
 *     the alias
 */
public record SourceSettings(AccountId account, Region region, BucketName bucket, int externalIdRevision) {
    private static final AccountId ANY_ACCOUNT = new AccountId("000000000000");

    static SourceSettings read(Section section) {
        AccountId account = section.required("account", AccountId.SHAPE, ANY_ACCOUNT);
        Region region = section.value("region", Region.SHAPE, new Region("us-east-1"));
        BucketName bucket = section.value(
                "bucketName",
                BucketName.SHAPE,
                BucketName.derived("source", account, region),
                "`allow-put-source-<account>-<region>`");
        int revision = section.value("externalIdRevision", Shape.number(1, 1_000_000, ""), 1);
        section.end();
        return new SourceSettings(account, region, bucket, revision);
    }
}
