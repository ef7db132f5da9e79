package org.allowput.ops.acceptance.check;

import java.time.Duration;
import org.allowput.ops.acceptance.account.Redactor;

/**
 * One check.
 *
 * @param seen what happened
 * @param reason why the endpoint cannot answer; empty unless the verdict is {@link Verdict#NOT_ANSWERED}
 */
public record CheckResult(String name, String expected, String seen, Duration time, Verdict verdict, String reason) {
    /** The same without names and numbers of accounts: what is expected may have them as well as what was seen. */
    public CheckResult redacted(Redactor redactor) {
        return new CheckResult(name, redactor.redact(expected), redactor.redact(seen), time, verdict, reason);
    }

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
