package org.allowput.emulator.strict;

/**
 * The answer of S3 to a request that it refuses.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">Error responses</a>
 */
public record Refusal(int status, String code, String message) {
    static Refusal accessDenied(String message) {
        return new Refusal(403, "AccessDenied", message);
    }

    public static Refusal badRequest(String code, String message) {
        return new Refusal(400, code, message);
    }
}
