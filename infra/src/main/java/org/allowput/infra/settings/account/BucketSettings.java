package org.allowput.infra.settings.account;

import java.util.Optional;
import org.allowput.contract.FunctionVariable;
import org.allowput.infra.settings.reading.Setting;
import org.allowput.infra.settings.reading.SettingsGroup;
import org.allowput.infra.settings.reading.Values;
import org.allowput.infra.settings.value.AccountId;
import org.allowput.infra.settings.value.BucketName;
import org.allowput.infra.settings.value.Region;

/**
 * The settings of a bucket.
 *
 * @param enabled whether the deployment has it; empty if it always has
 * @param name of the bucket
 * @param exists whether it exists already, so that the stack does not change it
 * @param byDefault its default name
 */
public record BucketSettings(
        Optional<Setting<Boolean>> enabled, Setting<BucketName> name, Setting<Boolean> exists, Default byDefault) {
    /** Of the target or the source bucket. */
    static BucketSettings of(SettingsGroup group, FunctionVariable variable, Default byDefault, String description) {
        return new BucketSettings(
                Optional.empty(),
                group.setting("bucketName", BucketName.TYPE)
                        .variable(variable)
                        .byDefault(byDefault::name, byDefault.documented(""), description),
                group.flag("bucketExists", "The bucket [exists](#existing-buckets)"),
                byDefault);
    }

    /** Of an option in account B that can be switched off. */
    public static BucketSettings ofOption(
            SettingsGroup group, String purpose, Setting<Boolean> enabled, String description) {
        Default byDefault = new Default(purpose, SourceSettings.ACCOUNT, SourceSettings.REGION);
        return new BucketSettings(
                Optional.of(enabled),
                group.setting("bucketName", BucketName.TYPE)
                        .byDefault(byDefault::name, byDefault.documented("source "), description),
                group.flag("bucketExists", "The bucket [exists](#options-with-a-bucket)"),
                byDefault);
    }

    public boolean isEnabled(Values values) {
        return enabled.map(values::get).orElse(true);
    }

    /** Whether the deployment creates it. */
    public boolean isCreated(Values values) {
        return isEnabled(values) && !values.get(exists);
    }

    /**
     * A name that depends on the purpose, the deployment, the account and the Region only.
     *
     * @param account that owns the bucket
     * @param region where it is
     */
    public record Default(String purpose, Setting<AccountId> account, Setting<Region> region) {
        /** @param owner how docs/settings.md calls account and Region: empty, or {@code source} and a space */
        private String documented(String owner) {
            return "`allow-put-%1$s-<%2$saccount>-<%2$sregion>-an`".formatted(purpose, owner);
        }

        /** How names in the namespace of the account and Region end. */
        public String suffix(Values values) {
            return BucketName.accountRegionalSuffix(values.get(account), values.get(region));
        }

        /** It may be too long. */
        public String text(Values values) {
            Region own = values.get(region);
            String end = own.hasBucketNamespace() ? suffix(values) : "-%s-%s".formatted(values.get(account), own);
            return "allow-put-" + values.get(DeploymentSettings.NAME).appendedTo(purpose) + end;
        }

        private BucketName name(Values values) {
            String text = text(values);
            return new BucketName(text.length() <= BucketName.MAX_LENGTH ? text : purpose);
        }
    }
}
