package org.allowput.sandbox.access;

/**
 * One access that was tried.
 *
 * @param what who tried what, as a person would say it
 * @param expected what has to happen for the grant to be as small as it should be
 * @param happened what did happen
 */
public record Attempt(String what, Answer expected, Answer happened) {
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
    }

    static final Answer ALLOWED = new Answer.Allowed();
    static final Answer DENIED = new Answer.Denied();

    public boolean asExpected() {
        return expected.equals(happened);
    }
}
