package org.allowput.host.invocation;

public sealed interface InvocationResult {
    /**
     * The function answered.
     *
     * @param payload what it answered, usually JSON; empty where it wrote nothing
     */
    record Returned(String payload) implements InvocationResult {}

    /**
     * The function failed: {@code X-Amz-Function-Error: Unhandled}.
     *
     * @param errorType for example {@code java.lang.IllegalStateException} or {@code Runtime.ExitError}
     * @param payload the JSON that Lambda answers with: {@code errorType}, {@code errorMessage}, {@code stackTrace}
     */
    record Failed(String errorType, String payload) implements InvocationResult {}

    /**
     * No environment was free before the time was up, and the function did not run: {@code TooManyRequestsException}.
     */
    record Throttled(String message) implements InvocationResult {}
}
