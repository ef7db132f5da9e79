package org.allowput.infra.settings.account;

import org.allowput.contract.FunctionVariable;
import org.allowput.infra.settings.reading.Setting;
import org.allowput.infra.settings.reading.SettingsGroup;
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

    private DeploymentSettings() {}
}
