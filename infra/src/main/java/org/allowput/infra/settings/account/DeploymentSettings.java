package org.allowput.infra.settings.account;

import java.util.Optional;
import org.allowput.contract.FunctionVariable;
import org.allowput.infra.settings.reading.Setting;
import org.allowput.infra.settings.reading.SettingsGroup;
import org.allowput.infra.settings.value.BucketNamespace;
import org.allowput.infra.settings.value.DeploymentName;

/** What the names of a deployment's resources have in common. */
public final class DeploymentSettings {
    public static final SettingsGroup GROUP = new SettingsGroup("");

    public static final Setting<DeploymentName> NAME = GROUP.setting("name", DeploymentName.TYPE)
            .variable(FunctionVariable.DEPLOYMENT_NAME)
            .byDefault(
                    others -> DeploymentName.DEFAULT,
                    "none",
                    "Tells [several deployments](#several-deployments) of the same accounts and Regions apart");
    /** Of default names of buckets. */
    static final Setting<Optional<BucketNamespace>> BUCKET_NAMESPACE = GROUP.setting(
                    "bucketNamespace", BucketNamespace.TYPE)
            .optional(
                    BucketNamespace.DEFAULT,
                    "The [namespace](https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html)"
                            + " of the default [names of buckets](#names-of-buckets)");

    private DeploymentSettings() {}
}
