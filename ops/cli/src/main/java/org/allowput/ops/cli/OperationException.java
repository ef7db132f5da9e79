package org.allowput.ops.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Why a command cannot go on, for the person who started it: what was seen, what is expected and what to do. */
public final class OperationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** XML cannot name a key with control characters, as S3's errors do. */
    private static final String NO_XML =
            "Its answers about keys with control characters are not XML: check the address and the key.";

    private final ExitStatus status;

    private OperationException(ExitStatus status, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** Something that the command needs is missing or wrong. */
    public OperationException(String message) {
        this(message, null);
    }

    public OperationException(String message, @Nullable Throwable cause) {
        this(ExitStatus.NOT_DONE, message, cause);
    }

    /** AWS could not be reached or refused a request. */
    public static OperationException ofAws(String message, Throwable cause) {
        return new OperationException(ExitStatus.AWS, message, cause);
    }

    public static OperationException of(Throwable e) {
        return switch (e) {
            case OperationException explained -> explained;
            case SdkException ofSdk -> ofAws(message(ofSdk), e);
            case UncheckedIOException unchecked -> of(Objects.requireNonNull(unchecked.getCause()));
            // The message of many is the name of the file alone.
            case IOException _ ->
                new OperationException(
                        "A file could not be read or written: " + e.getClass().getSimpleName() + ": " + e.getMessage(),
                        e);
            case OutOfMemoryError _ ->
                new OperationException(
                        "There is not enough memory: give the JVM more, for example with JAVA_TOOL_OPTIONS=-Xmx4g.", e);
            default -> {
                String place = Stream.of(e.getStackTrace())
                        .filter(frame -> frame.getClassName().startsWith("org.allowput."))
                        .findFirst()
                        .map(frame -> " at " + frame.getFileName() + ":" + frame.getLineNumber())
                        .orElse("");
                String what = e.getClass().getSimpleName() + place + ": " + e.getMessage();
                yield new OperationException(
                        "This is an error of the command itself, please report it: " + EscapedText.of(what), e);
            }
        };
    }

    /** An answer of AWS that refuses a request, or a request that got no answer. */
    private static String message(SdkException e) {
        if (e instanceof AwsServiceException service && service.awsErrorDetails() != null) {
            AwsErrorDetails details = service.awsErrorDetails();
            if (details.errorCode() == null) {
                return "AWS refused a request: " + details.serviceName() + " answered " + service.statusCode()
                        + " without a code of an error. " + NO_XML;
            }
            return "AWS refused a request: " + details.serviceName() + " answered " + service.statusCode() + " "
                    + details.errorCode() + ": " + details.errorMessage();
        }
        String message = String.valueOf(e.getMessage());
        if (message.startsWith("Unable to load credentials")) {
            return "There are no credentials for AWS: sign in (aws sso login, aws login or aws configure), or choose a"
                    + " profile with --profile.";
        }
        return message.contains("Could not parse XML")
                ? "AWS answered what is not XML. " + NO_XML
                : "AWS could not be reached: " + message;
    }

    public ExitStatus status() {
        return status;
    }
}
