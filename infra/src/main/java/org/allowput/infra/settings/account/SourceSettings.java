package org.allowput.infra.settings.account;

import java.util.Optional;
import org.allowput.contract.AfterCopy;
import org.allowput.contract.selection.RequiredTag;
import org.allowput.infra.settings.reading.SettingType;
import org.allowput.infra.settings.reading.SettingsReader;
import org.allowput.infra.settings.value.AccountId;
import org.allowput.infra.settings.value.BucketName;
import org.allowput.infra.settings.value.Region;
import org.allowput.infra.settings.value.ResourceArn;

/**
 * Account B's side.
 *
 * @param trusted the account that owns the stack, as account A trusts it
 * @param region the Region of its bucket, queue and function
 * @param bucket the source bucket
 * @param bucketExists whether the bucket exists already, so that the stack does not change it
 * @param bucketIsTargetToo whether other deployments may put objects into the bucket, under keys that this deployment
 *     does not copy
 * @param bucketShared whether another deployment of the account and Region copies from the bucket, too, and claims it
 * @param kmsKey the ARN of the key that encrypts the source objects; empty for SSE-S3
 * @param accessLogs the bucket for the access logs of buckets that the stack creates
 * @param afterCopy what is done with an object when its copy is confirmed
 * @param requiredTag the tag that an object must have to be copied
 * @param callers the principals besides the functions that may assume the role in account A
 * @param boundary the ARN of the permissions boundary of every role of the stack
 * @param externalIdRevision the number of the ExternalId. A published version of a function keeps its environment, and
 *     CloudFormation publishes another version only if the template changes; the value of a parameter is not in the
 *     template. This number is, so that incrementing it publishes a version with a new ExternalId
 */
public record SourceSettings(
        TrustedAccount trusted,
        Region region,
        BucketName bucket,
        boolean bucketExists,
        boolean bucketIsTargetToo,
        boolean bucketShared,
        Optional<String> kmsKey,
        Optional<BucketName> accessLogs,
        AfterCopy afterCopy,
        Optional<RequiredTag> requiredTag,
        Callers callers,
        Optional<String> boundary,
        int externalIdRevision) {
    public static SourceSettings read(SettingsReader reader, DefaultBuckets buckets) {
        TrustedAccount trusted = TrustedAccount.readSource(reader);
        Region region = reader.value(
                "region",
                Region.TYPE,
                new Region("us-east-1"),
                "The Region of the source bucket, the queue and the function; in the target's partition");
        BucketName bucket = buckets.read(
                reader,
                "source",
                trusted.account(),
                region,
                "",
                true,
                "The source bucket. It must not be the target bucket");
        boolean exists =
                reader.value("bucketExists", SettingType.bool(), false, "The bucket [exists](#existing-buckets)");
        boolean targetToo = reader.value(
                "bucketIsTargetToo",
                SettingType.bool().forExperts(),
                false,
                "Other deployments put into this bucket, below another prefix than "
                        + "`keys.includePrefix`: [loops](#loops)");
        boolean shared = reader.value(
                "bucketShared",
                SettingType.bool().forExperts(),
                false,
                "Another deployment copies from this bucket and claims it. Set it in all but one: "
                        + "[several targets](#one-source-several-targets)");
        Optional<String> key = reader.optional(
                "kmsKeyArn",
                ResourceArn.KEY_TYPE,
                "none: SSE-S3",
                "Encrypts the source objects. The function may decrypt with it");
        Optional<BucketName> accessLogs = reader.optional(
                "accessLogBucket", BucketName.TYPE, "none", "The same for each bucket that account B's stack creates");
        AfterCopy afterCopy = reader.value(
                "afterCopy",
                SettingType.enumeration(AfterCopy.class),
                AfterCopy.NONE,
                "What is done with an object [after a copy](#after-a-copy)");
        Optional<RequiredTag> requiredTag = reader.optional(
                "requiredTag",
                new SettingType<>("string", "", "NAME=VALUE", RequiredTag.EXPECTED, RequiredTag::parse),
                "none: all objects",
                "Copies only objects with this tag: [cleared objects](#cleared-objects)");
        Callers callers = Callers.read(reader.object("callers"));
        Optional<String> boundary = reader.optional(
                "permissionsBoundaryArn",
                ResourceArn.POLICY_TYPE,
                "none",
                "The permissions boundary of every role of account B's stack");
        int revision = reader.value(
                "externalIdRevision",
                SettingType.integer(1, 1_000_000),
                1,
                "Increment it when the [ExternalId changes](#changing-the-externalid)");
        reader.rejectUnknown();
        return new SourceSettings(
                trusted,
                region,
                bucket,
                exists,
                targetToo,
                shared,
                key,
                accessLogs,
                afterCopy,
                requiredTag,
                callers,
                boundary,
                revision);
    }

    public AccountId account() {
        return trusted.account();
    }
}
