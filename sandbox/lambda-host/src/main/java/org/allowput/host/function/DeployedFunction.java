package org.allowput.host.function;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One version of a function as it is deployed, without its code.
 *
 * @param name the function's name
 * @param arn the ARN of this version, or of the function where the version is {@code $LATEST}
 * @param version {@code $LATEST} or the number of a published version
 * @param revision changes whenever code or configuration of this version do
 * @param handler the handler, as Lambda takes it
 * @param roleArn the execution role
 * @param environment the function's own environment variables
 * @param memoryMiB memory, 128 to 10,240 MiB
 * @param timeout whole seconds, 1 to 900
 * @param codeSha256 SHA-256 of the zip in Base64, as Lambda gives it
 * @param initialization with or without SnapStart
 */
public record DeployedFunction(
        String name,
        String arn,
        String version,
        String revision,
        String handler,
        String roleArn,
        Map<String, String> environment,
        int memoryMiB,
        Duration timeout,
        String codeSha256,
        InitializationType initialization) {
    /** The version that every function has, and that changes in place. */
    public static final String LATEST = "$LATEST";

    public DeployedFunction {
        if (arn.split(":", -1).length < 7) {
            throw new IllegalArgumentException("not a function's ARN: " + arn);
        }
        if (memoryMiB < 128 || memoryMiB > 10_240) {
            throw new IllegalArgumentException("memory of " + memoryMiB + " MiB, not 128 to 10240");
        }
        if (timeout.toSeconds() < 1 || timeout.toSeconds() > 900) {
            throw new IllegalArgumentException("timeout of " + timeout.toSeconds() + " s, not 1 to 900");
        }
        environment = Map.copyOf(environment);
    }

    public String region() {
        return arn.split(":", -1)[3];
    }

    /** The ARN that a caller has invoked who named {@code qualifier}. */
    public String invokedArn(String qualifier) {
        String unqualified = String.join(":", List.of(arn.split(":", -1)).subList(0, 7));
        return qualifier.equals(LATEST) ? unqualified : unqualified + ":" + qualifier;
    }

    /** Whether this takes the place of {@code other}: a change of the same version, or a later published one. */
    public boolean supersedes(DeployedFunction other) {
        if (version.equals(other.version)) {
            return !revision.equals(other.revision);
        }
        return !version.equals(LATEST)
                && !other.version.equals(LATEST)
                && Long.parseLong(version) > Long.parseLong(other.version);
    }

    /** What this is, without its environment variables: they may hold secrets. */
    @Override
    public String toString() {
        return name + ":" + version + " (" + handler + ", revision " + revision + ")";
    }
}
