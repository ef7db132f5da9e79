package org.allowput.infra.settings.account;

import java.util.Optional;
import org.allowput.infra.settings.reading.DefaultValue;
import org.allowput.infra.settings.reading.SettingType;
import org.allowput.infra.settings.reading.SettingsReader;
import org.allowput.infra.settings.value.AccountId;
import org.allowput.infra.settings.value.BucketName;
import org.allowput.infra.settings.value.BucketNamespace;
import org.allowput.infra.settings.value.DeploymentName;
import org.allowput.infra.settings.value.Region;

/**
 * Reads the names of buckets. A default name depends on the purpose, the deployment, the namespace, the account and the
 * Region only.
 *
 * @param deployment whose buckets they are
 * @param namespace of default names; empty for what the Region has
 */
public record DefaultBuckets(DeploymentName deployment, Optional<BucketNamespace> namespace) {
    public static DefaultBuckets read(SettingsReader reader, DeploymentName deployment) {
        return new DefaultBuckets(
                deployment,
                reader.optional(
                        "bucketNamespace",
                        BucketNamespace.TYPE,
                        BucketNamespace.DEFAULT,
                        "The [namespace](https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html)"
                                + " of the default [names of buckets](#names-of-buckets)"));
    }

    /** Reads {@code bucketExists} of an option that can be switched off. */
    public static boolean readExists(SettingsReader reader) {
        return reader.value("bucketExists", SettingType.bool(), false, "The bucket [exists](#options-with-a-bucket)");
    }

    /**
     * Reads {@code bucketName}.
     *
     * @param owner how docs/settings.md calls account and Region: empty, or {@code source} and a space
     * @param used whether the deployment has this bucket
     */
    public BucketName read(
            SettingsReader reader,
            String purpose,
            AccountId account,
            Region region,
            String owner,
            boolean used,
            String description) {
        BucketNamespace chosen = namespace.orElseGet(() -> BucketNamespace.defaultIn(region));
        String suffix = BucketName.accountRegionalSuffix(account, region);
        String text = "allow-put-%s%s"
                .formatted(
                        deployment.appendedTo(purpose),
                        chosen == BucketNamespace.GLOBAL ? "-%s-%s".formatted(account, region) : suffix);
        boolean fits = text.length() <= BucketName.MAX_LENGTH;
        if (!fits && used && !reader.has("bucketName")) {
            reader.missing(
                    "bucketName",
                    "a name, because the default has more than %d characters: %s"
                            .formatted(BucketName.MAX_LENGTH, text));
        }
        BucketName name = reader.value(
                "bucketName",
                BucketName.TYPE,
                new DefaultValue<>(
                        new BucketName(fits ? text : purpose),
                        "`allow-put-%1$s-<%2$saccount>-<%2$sregion>-an`".formatted(purpose, owner)),
                description);
        if (name.isAccountRegional() && !name.text().endsWith(suffix)) {
            reader.error(
                    "bucketName",
                    name.text(),
                    "a name that ends with %s, or without -an: S3 accepts -an in the namespace of an account and Region"
                                    .formatted(suffix)
                            + " only");
        }
        return name;
    }
}
