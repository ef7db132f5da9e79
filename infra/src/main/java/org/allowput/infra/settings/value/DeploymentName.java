package org.allowput.infra.settings.value;

import com.fasterxml.jackson.annotation.JsonCreator;

/**
 * The name of a deployment, by which an account and Region can have several. It is part of the names of all resources
 * that would otherwise have the same name in two deployments.
 *
 * @param text 1 to 16 of a-z, 0-9 and {@code -}; empty for the default deployment, whose resources have no such part
 */
public record DeploymentName(String text) {
    /** The deployment without a name. */
    public static final DeploymentName DEFAULT = new DeploymentName("");

    /** The schema of the settings has checked the text. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public DeploymentName {}

    public boolean isDefault() {
        return text.isEmpty();
    }

    /** The name that something has in this deployment. */
    public String appendedTo(String name) {
        return isDefault() ? name : name + "-" + text;
    }

    @Override
    public String toString() {
        return text;
    }
}
