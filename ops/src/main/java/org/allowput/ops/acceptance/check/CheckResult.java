package org.allowput.ops.acceptance.check;

import java.time.Duration;

/**
 * One check.
 *
 * @param seen what happened
 * @param reason why the endpoint cannot answer; empty unless the verdict is {@link Verdict#NOT_ANSWERED}
 */
public record CheckResult(String name, String expected, String seen, Duration time, Verdict verdict, String reason) {
    /** How a check ended. */
    public enum Verdict {
        PASSED("passed"),
        FAILED("FAILED"),
        /** An emulator does not do what the check asks about: what was seen there proves nothing. */
        NOT_ANSWERED("not answered here");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
