package org.allowput.sandbox.acceptance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.sandbox.SandboxFixture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Tests that run in two accounts of AWS, too ({@code -Pacceptance}). They get a {@link Deployment}, and the
 * {@link AcceptanceRun} if there are two profiles.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("acceptance")
@ExtendWith(Acceptance.Fixture.class)
public @interface Acceptance {
    AcceptanceRun.Way value();

    /**
     * Gives tests the deployment that their {@link Acceptance} names: in two accounts if {@code -Dtarget.profile} and
     * {@code -Dsource.profile} name their profiles, otherwise the sandbox. On two accounts it replaces what identifies
     * them in failures, before a report has it.
     */
    final class Fixture implements ParameterResolver, TestExecutionExceptionHandler {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            Class<?> type = parameter.getParameter().getType();
            return type == Deployment.class || type == AcceptanceRun.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            AcceptanceRun.Way way = context.getRequiredTestClass()
                    .getAnnotation(Acceptance.class)
                    .value();
            if (way == AcceptanceRun.Way.PLAIN && !AcceptanceRun.hasProfiles()) {
                return Deployment.of(SandboxFixture.sandbox());
            }
            try {
                AcceptanceRun run = AcceptanceRun.current();
                return parameter.getParameter().getType() == AcceptanceRun.class ? run : run.deployment(way);
            } catch (RuntimeException | LinkageError e) {
                throw redacted(e);
            }
        }

        @Override
        public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
            throw AcceptanceRun.hasProfiles() ? redacted(failure) : failure;
        }

        private static AssertionError redacted(Throwable failure) {
            String text = Stream.iterate(failure, each -> each != null, Throwable::getCause)
                    .map(Throwable::toString)
                    .collect(Collectors.joining("\ncaused by "));
            AssertionError redacted = new AssertionError(RunFolder.redact(text));
            redacted.setStackTrace(failure.getStackTrace());
            return redacted;
        }
    }
}
