package org.allowput.sandbox.report;

import java.util.LinkedHashMap;
import java.util.Map;
import org.allowput.ops.access.Attempt;

/**
 * One access that was tried, in words.
 *
 * @param expected {@code allowed} or {@code denied}
 * @param happened the same, or what happened instead
 */
public record Access(String who, String action, String expected, String happened, Verdict verdict) {
    /** What it says of the grant. */
    public enum Verdict {
        AS_EXPECTED,
        WRONG,
        NOT_TRIED
    }

    public static Access of(Attempt attempt) {
        Verdict verdict;
        if (!attempt.tried()) {
            verdict = Verdict.NOT_TRIED;
        } else {
            verdict = attempt.asExpected() ? Verdict.AS_EXPECTED : Verdict.WRONG;
        }
        return new Access(
                attempt.who(),
                attempt.action(),
                attempt.expected().toString(),
                attempt.happened().toString(),
                verdict);
    }

    /** Under names that do not change. */
    public Map<String, Object> json() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("who", who);
        fields.put("action", action);
        fields.put("expected", expected);
        fields.put("happened", happened);
        fields.put("verdict", verdict.name());
        return fields;
    }

    public static Access parse(Map<?, ?> fields) {
        return new Access(
                text(fields, "who"),
                text(fields, "action"),
                text(fields, "expected"),
                text(fields, "happened"),
                Verdict.valueOf(text(fields, "verdict")));
    }

    private static String text(Map<?, ?> fields, String name) {
        return String.valueOf(fields.get(name));
    }
}
