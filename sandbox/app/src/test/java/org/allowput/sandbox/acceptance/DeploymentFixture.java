package org.allowput.sandbox.acceptance;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.sandbox.SandboxFixture;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Gives tests the deployment that their {@link Acceptance} names: in two accounts if {@code -Dtarget.profile} and
 * {@code -Dsource.profile} name their profiles, otherwise the sandbox. On two accounts it replaces what identifies them
 * in failures, before a report has it.
 */
final class DeploymentFixture
        implements ParameterResolver, TestExecutionExceptionHandler, LifecycleMethodExecutionExceptionHandler {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Deployment.class || type == AcceptanceRun.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        AcceptanceRun.Way way =
                context.getRequiredTestClass().getAnnotation(Acceptance.class).value();
        if (way == AcceptanceRun.Way.CDK && !AcceptanceRun.hasProfiles()) {
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
        handle(failure);
    }

    @Override
    public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        handle(failure);
    }

    @Override
    public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        handle(failure);
    }

    private static void handle(Throwable failure) throws Throwable {
        throw AcceptanceRun.hasProfiles() ? redacted(failure) : failure;
    }

    /** The same failure, its causes in its message. */
    private static AssertionError redacted(Throwable failure) {
        String text = Stream.iterate(failure, each -> each != null, Throwable::getCause)
                .map(Throwable::toString)
                .collect(Collectors.joining("\ncaused by "));
        AssertionError redacted = new AssertionError(RunFolder.redact(text));
        redacted.setStackTrace(failure.getStackTrace());
        return redacted;
    }
}
