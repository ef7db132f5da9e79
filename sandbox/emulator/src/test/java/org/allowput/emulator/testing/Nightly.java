package org.allowput.emulator.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A long test whose promise a faster one shows in each build. It runs by {@code -Pnightly}, which sets
 * {@code -Dnightly=all}, and in builds of its sixth, {@code -Dnightly=2/6}: {@code .ci/run} chooses that by the commit.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("nightly")
@ExtendWith(Nightly.Condition.class)
public @interface Nightly {
    /** Its sixth, 1 to 6: the one whose tests take least time so far. */
    int value();

    final class Condition implements ExecutionCondition {
        private static final int PARTS = 6;

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return context.getElement()
                    .flatMap(element -> Optional.ofNullable(element.getAnnotation(Nightly.class)))
                    .filter(nightly -> !includes(nightly.value()))
                    .map(nightly -> ConditionEvaluationResult.disabled(
                            "runs by -Pnightly or -Dnightly=" + part(nightly.value())))
                    .orElseGet(() -> ConditionEvaluationResult.enabled("part of this build"));
        }

        /** Whether this build has time for the long tests of this sixth: for tests that are shorter without. */
        public static boolean includes(int sixth) {
            return includes(sixth, System.getProperty("nightly", "none"));
        }

        static boolean includes(int sixth, String nightly) {
            if (sixth < 1 || sixth > PARTS) {
                throw new IllegalArgumentException("A sixth is 1 to " + PARTS + ", not " + sixth);
            }
            if (!nightly.matches("all|none|[1-" + PARTS + "]/" + PARTS)) {
                throw new IllegalArgumentException("-Dnightly=" + nightly
                        + " is neither all, none nor one of 1/6 to 6/6: set one of these, or use -Pnightly.");
            }
            return nightly.equals("all") || nightly.equals(part(sixth));
        }

        private static String part(int sixth) {
            return sixth + "/" + PARTS;
        }
    }
}
