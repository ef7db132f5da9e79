package org.allowput.infra.settings.section;

import java.util.Optional;
import org.allowput.infra.settings.value.FunctionArchitecture;

/** The function. */
public record LambdaSettings(
        FunctionArchitecture architecture,
        boolean snapStart,
        int memoryMiB,
        int timeoutSeconds,
        Optional<Integer> reservedConcurrency,
        Optional<String> storageClass) {
    /** The name of the function in a deployment without a name. */
    public static final String DEFAULT_NAME = "ReplicateObjects";

    /** Seconds: three times what the largest object that the function copies itself takes. */
    private static final int SHORT_TIMEOUT = 300;
    /** Seconds: Lambda's maximum. */
    private static final int LARGEST_TIMEOUT = 900;

    /** Seconds, if nothing else is set. */
    public static int defaultTimeout(boolean largeObjects) {
        return largeObjects ? SHORT_TIMEOUT : LARGEST_TIMEOUT;
    }
}
