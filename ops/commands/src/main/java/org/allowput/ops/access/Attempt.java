package org.allowput.ops.access;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.cli.Output;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
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

    private static final String NOT_TRIED = "not tried: ";
    private static final Set<String> WITHOUT_BODY = Set.of("", "403", "Forbidden");

    /** Tries it. */
    static Attempt of(String access, String expected, Runnable request) {
        String happened = answer(request);
        return new Attempt(access, expected, happened, happened.equals(expected));
    }

    static Attempt without(String needed, String access, String expected) {
        return new Attempt(access, expected, NOT_TRIED + "needs " + needed, true);
    }

    /** A refusal is 403 with AccessDenied; any other error says nothing of permission. */
    private static String answer(Runnable request) {
        try {
            request.run();
            return ALLOWED;
        } catch (AwsServiceException e) {
            AwsErrorDetails details = e.awsErrorDetails();
            String code = details == null || details.errorCode() == null ? "" : details.errorCode();
            // The answer to HEAD has no body and so no code: a bare 403 is all that S3 says then.
            boolean isRefusal =
                    code.equals("AccessDenied") || (e instanceof S3Exception && WITHOUT_BODY.contains(code));
            return e.statusCode() == 403 && isRefusal ? "denied" : "failed: " + e.statusCode() + " " + code;
        } catch (SdkClientException e) {
            return "failed: " + e.getClass().getSimpleName();
        } catch (OperationException e) {
            return "failed: " + e.getMessage();
        }
    }

    public boolean tried() {
        return !happened.startsWith(NOT_TRIED);
    }

    /** All of them as a table, and how many there are. */
    public static String report(List<Attempt> attempts) {
        List<Map<String, Object>> rows = attempts.stream()
                .map(each -> Output.facts(
                        "access",
                        each.access,
                        "expected",
                        each.expected,
                        "happened",
                        each.happened,
                        "",
                        !each.tried() ? "-" : each.asExpected ? "ok" : "WRONG"))
                .toList();
        long tried = attempts.stream().filter(Attempt::tried).count();
        long wrong = attempts.stream().filter(attempt -> !attempt.asExpected).count();
        return Output.table(rows)
                + "%d attempts, %d not as expected; %d not tried.%n".formatted(tried, wrong, attempts.size() - tried);
    }
}
