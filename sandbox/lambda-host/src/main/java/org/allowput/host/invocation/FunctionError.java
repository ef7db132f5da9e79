package org.allowput.host.invocation;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.allowput.host.http.JsonText;

/** The failures that Lambda itself reports, in its words. */
public final class FunctionError {
    private FunctionError() {}

    /** The runtime ended while it had an invocation, or before it had asked for its first. */
    public static InvocationResult.Failed exit(Optional<String> requestId, int status) {
        String reason = switch (status) {
            case 0 -> "Runtime exited without providing a reason";
            case 137 -> "Runtime exited with error: signal: killed";
            default -> "Runtime exited with error: exit status " + status;
        };
        return named(
                "Runtime.ExitError",
                requestId.map(id -> "RequestId: " + id + " Error: ").orElse("") + reason);
    }

    public static InvocationResult.Failed timeout(String requestId, String message) {
        return named("Sandbox.Timedout", "RequestId: " + requestId + " Error: " + message);
    }

    public static InvocationResult.Failed initTimeout(Duration limit) {
        return named("Sandbox.Timedout", "The runtime did not initialise within " + limit.toSeconds() + " seconds");
    }

    public static InvocationResult.Failed responseTooLarge(long bytes, long limit) {
        return named(
                "Function.ResponseSizeTooLarge",
                "Response payload size (" + bytes + " bytes) exceeded maximum allowed payload size (" + limit
                        + " bytes).");
    }

    public static InvocationResult.Failed malformedBatchAnswer(String problem) {
        return named(
                "Sandbox.MalformedBatchAnswer",
                "AWS would take the function's answer for a failure of the whole batch: " + problem);
    }

    /** The environment could not be brought to life by this host. */
    public static InvocationResult.Failed environment(Exception cause) {
        return named("Sandbox.EnvironmentError", String.valueOf(cause.getMessage()));
    }

    /** What the runtime reported, with the type that it names in the payload. */
    public static InvocationResult.Failed reported(String payload, String fallbackType) {
        String type = JsonText.tree(payload)
                .flatMap(error -> JsonText.text(error, "errorType"))
                .orElse(fallbackType);
        return JsonText.tree(payload).isPresent() ? new InvocationResult.Failed(type, payload) : named(type, payload);
    }

    /** An error of that name. */
    public static InvocationResult.Failed named(String type, String message) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("errorType", type);
        fields.put("errorMessage", message);
        return new InvocationResult.Failed(type, JsonText.object(fields));
    }
}
