package org.allowput.ops.access;

import java.util.Locale;

/**
 * One access that was tried.
 *
 * @param who tried it, as a person would say it
 * @param action of AWS that was tried, and on what where that is not the bucket
 * @param expected what has to happen for the grant to be as small as it should be
 */
public record Attempt(String who, String action, Answer expected, Answer happened) {
    static final String ASSUME_ROLE = "AssumeRole";

    /**
     * How AWS answered a request.
     *
     * @param detail what is missing, or why it failed: HTTP's status, and AWS's error code or the exception's name
     */
    public record Answer(Kind kind, String detail) {
        enum Kind {
            /** It did what was asked. */
            ALLOWED,
            /** HTTP status 403 and error code AccessDenied: a matter of permission and of nothing else. */
            DENIED,
            /** It failed for another reason, which says nothing about permission. */
            FAILED,
            /** It was not asked. */
            NOT_TRIED
        }

        static Answer failed(int status, String code) {
            return new Answer(Kind.FAILED, status + " " + code);
        }

        static Answer notTried(String reason) {
            return new Answer(Kind.NOT_TRIED, reason);
        }

        @Override
        public String toString() {
            String text = kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            return detail.isEmpty() ? text : text + ": " + detail;
        }
    }

    static final Answer ALLOWED = new Answer(Answer.Kind.ALLOWED, "");
    static final Answer DENIED = new Answer(Answer.Kind.DENIED, "");

    /** Who tried what, in one phrase. */
    public String what() {
        return action.equals(ASSUME_ROLE) ? action + " by " + who : who + ": " + action;
    }

    /** Whether nothing speaks against the grant: what was not tried does not. */
    public boolean asExpected() {
        return expected.equals(happened) || !tried();
    }

    public boolean tried() {
        return happened.kind != Answer.Kind.NOT_TRIED;
    }
}
