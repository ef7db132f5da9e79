package org.allowput.infra.settings.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.regex.Pattern;

/**
 * The name of a deployment, by which an account and Region can have several. It is part of the names of all resources
 * that would otherwise have the same name in two deployments.
 *
 * @param text 1 to 16 of a-z, 0-9 and {@code -}; empty for the default deployment, whose resources have no such part
 */
public record DeploymentName(String text) {
    /** The deployment without a name. */
    public static final DeploymentName DEFAULT = new DeploymentName("");

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,14}[a-z0-9])?");
    private static final String EXPECTED = "1 to 16 of a-z, 0-9 and -, begins and ends with a letter or digit";

    /** Reads a name. @throws IllegalArgumentException if the text is none */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static DeploymentName parse(String text) {
        Expectation.require(NAME.matcher(text).matches(), EXPECTED);
        return new DeploymentName(text);
    }

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
