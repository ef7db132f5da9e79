package org.allowput.ops.access;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.cli.Output;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * One access that was tried.
 *
 * @param access who tried what, as a person would say it
 * @param expected {@code allowed} or {@code denied}, for the grant to be as small as it should be
 * @param happened the same, or why it failed or was not tried, which says nothing about permission
 * @param asExpected whether nothing speaks against the grant: what was not tried does not
 */
public record Attempt(String access, String expected, String happened, boolean asExpected) {
    static final String ALLOWED = "allowed";
    static final String DENIED = "denied";
    static final String NOT_TRIED = "not tried: ";

    /** The answer to HEAD has no body and so no code: a bare 403 is all that S3 says then. */
    private static final Set<String> WITHOUT_BODY = Set.of("", "403", "Forbidden");

    /** Tries it. A refusal is 403 with AccessDenied; any other error says nothing of permission. */
    static Attempt of(String access, String expected, Runnable request) {
        String happened = ALLOWED;
        try {
            request.run();
        } catch (AwsServiceException e) {
            String code = e.awsErrorDetails() == null
                    ? ""
                    : Objects.requireNonNullElse(e.awsErrorDetails().errorCode(), "");
            boolean isRefusal =
                    code.equals("AccessDenied") || (e instanceof S3Exception && WITHOUT_BODY.contains(code));
            happened = e.statusCode() == 403 && isRefusal ? DENIED : "failed: " + e.statusCode() + " " + code;
        } catch (SdkClientException e) {
            happened = "failed: " + e.getClass().getSimpleName();
        } catch (OperationException e) {
            happened = "failed: " + e.getMessage();
        }
        return new Attempt(access, expected, happened, happened.equals(expected));
    }

    public boolean tried() {
        return !happened.startsWith(NOT_TRIED);
    }

    private String verdict() {
        return !tried() ? "-" : asExpected ? "ok" : "WRONG";
    }

    /** All of them as a table, and how many there are. */
    public static String report(List<Attempt> attempts) {
        String table = Output.table(attempts.stream()
                .map(a -> Output.facts(
                        "access", a.access, "expected", a.expected, "happened", a.happened, "", a.verdict()))
                .toList());
        long tried = attempts.stream().filter(Attempt::tried).count();
        long wrong = attempts.stream().filter(attempt -> !attempt.asExpected).count();
        return table
                + "%d attempts, %d not as expected; %d not tried.%n".formatted(tried, wrong, attempts.size() - tried);
    }
}
