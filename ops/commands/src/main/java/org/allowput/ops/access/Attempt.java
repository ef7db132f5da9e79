package org.allowput.ops.access;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.allowput.ops.cli.Table;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * One access that was tried.
 *
 * @param who tried it, as a person would say it
 * @param action of AWS that was tried, and on what where that is not the bucket
 * @param expected {@link #ALLOWED} or {@link #DENIED}, for the grant to be as small as it should be
 * @param happened the same, or why it failed or was not tried, which says nothing about permission
 */
public record Attempt(String who, String action, String expected, String happened) {
    static final String ALLOWED = "allowed";
    static final String DENIED = "denied";

    private static final String NOT_TRIED = "not tried: ";
    private static final String ASSUME_ROLE = "AssumeRole";
    private static final Set<String> WITHOUT_BODY = Set.of("", "403", "Forbidden");

    /** Tries it. */
    static Attempt of(String who, String action, boolean allowed, Runnable request) {
        return new Attempt(who, action, allowed ? ALLOWED : DENIED, answer(request));
    }

    static Attempt ofRole(String who, boolean allowed, Runnable request) {
        return of(who, ASSUME_ROLE, allowed, request);
    }

    static Attempt notTried(String who, String needed) {
        return new Attempt(who, ASSUME_ROLE, DENIED, NOT_TRIED + "needs " + needed);
    }

    /** How AWS answered a request: a refusal is 403 with AccessDenied; any other error says nothing of permission. */
    static String answer(Runnable request) {
        try {
            request.run();
            return ALLOWED;
        } catch (AwsServiceException e) {
            AwsErrorDetails details = e.awsErrorDetails();
            String code = details == null || details.errorCode() == null ? "" : details.errorCode();
            // The answer to HEAD has no body and so no code: a bare 403 is all that S3 says then.
            boolean isRefusal =
                    code.equals("AccessDenied") || (e instanceof S3Exception && WITHOUT_BODY.contains(code));
            return e.statusCode() == 403 && isRefusal ? DENIED : "failed: " + e.statusCode() + " " + code;
        } catch (SdkClientException e) {
            return "failed: " + e.getClass().getSimpleName();
        }
    }

    /** Who tried what, in one phrase. */
    public String what() {
        return action.equals(ASSUME_ROLE) ? action + " by " + who : who + ": " + action;
    }

    /** Whether nothing speaks against the grant: what was not tried does not. */
    public boolean asExpected() {
        return expected.equals(happened) || !tried();
    }

    public boolean tried() {
        return !happened.startsWith(NOT_TRIED);
    }

    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("who", who);
        fields.put("action", action);
        fields.put("expected", expected);
        fields.put("happened", happened);
        fields.put("asExpected", asExpected());
        return fields;
    }

    /** All of them as a table, and how many there are. */
    public static String report(List<Attempt> attempts) {
        Table table = new Table("access", "expected", "happened", "");
        for (Attempt attempt : attempts) {
            String verdict = !attempt.tried() ? "-" : attempt.asExpected() ? "ok" : "WRONG";
            table.row(attempt.what(), attempt.expected, attempt.happened, verdict);
        }
        long tried = attempts.stream().filter(Attempt::tried).count();
        long wrong = attempts.stream().filter(attempt -> !attempt.asExpected()).count();
        return table
                + "%d attempts, %d not as expected; %d not tried.%n".formatted(tried, wrong, attempts.size() - tried);
    }
}
