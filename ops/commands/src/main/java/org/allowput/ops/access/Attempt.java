package org.allowput.ops.access;

/**
 * One access that was tried.
 *
 * @param who tried it, as a person would say it
 * @param action of AWS that was tried, and on what where that is not the bucket
 * @param expected what has to happen for the grant to be as small as it should be
 * @param happened what did happen
 */
public record Attempt(String who, String action, Answer expected, Answer happened) {
    static final String ASSUME_ROLE = "AssumeRole";

    /** How AWS answered a request. */
    public sealed interface Answer {
        /** It did what was asked. */
        record Allowed() implements Answer {
            @Override
            public String toString() {
                return "allowed";
            }
        }

        /** It refused, with HTTP status 403 and error code AccessDenied: a matter of permission and of nothing else. */
        record Denied() implements Answer {
            @Override
            public String toString() {
                return "denied";
            }
        }

        /**
         * It failed for another reason, which says nothing about permission.
         *
         * @param code AWS's error code, or the exception's name where there is none
         */
        record Failed(int status, String code) implements Answer {
            @Override
            public String toString() {
                return "failed: " + status + " " + code;
            }
        }

        /**
         * It was not asked.
         *
         * @param reason what is missing
         */
        record NotTried(String reason) implements Answer {
            @Override
            public String toString() {
                return "not tried: " + reason;
            }
        }
    }

    static final Answer ALLOWED = new Answer.Allowed();
    static final Answer DENIED = new Answer.Denied();

    /** Who tried what, in one phrase. */
    public String what() {
        return action.equals(ASSUME_ROLE) ? action + " by " + who : who + ": " + action;
    }

    /** Whether nothing speaks against the grant: what was not tried does not. */
    public boolean asExpected() {
        return expected.equals(happened) || !tried();
    }

    public boolean tried() {
        return !(happened instanceof Answer.NotTried);
    }
}
