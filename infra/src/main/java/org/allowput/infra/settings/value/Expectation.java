package org.allowput.infra.settings.value;

/** Checks what a constructor is given. */
final class Expectation {
    private Expectation() {}

    /** @throws IllegalArgumentException if the condition does not hold */
    static void require(boolean condition, String expected) {
        if (!condition) {
            throw new IllegalArgumentException("expected " + expected);
        }
    }
}
