package org.allowput.sandbox.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.SetupException;
import org.allowput.emulator.testing.ErrorPage;
import org.allowput.sandbox.CdkCommandLine;
import org.allowput.sandbox.GeneratedExternalId;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxFixture;
import org.allowput.sandbox.StateDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the deployed function, and an emulator, say when they cannot do what they should: as {@code messages.md}. */
class ErrorsIT {
    private final Sandbox sandbox = SandboxFixture.sandbox();

    @TempDir
    Path folder;

    @Test
    void anEmulatorThatDoesNotStartIsNamedWithWhatItSaid() {
        SetupException thrown = catchThrowableOfType(
                SetupException.class,
                () -> Emulator.start(
                        folder, Map.of("PYTHONHOME", folder.resolve("none").toString())));

        ErrorPage.holds(
                "The emulator does not start", String.valueOf(thrown.getMessage()), Map.of(folder.toString(), "STATE"));
    }

    @Test
    void aDeploymentThatIsRefusedIsNamedWithWhatTheCdkSaid() {
        SetupException thrown = catchThrowableOfType(
                SetupException.class,
                () -> cdk().deploy(
                                sandbox.target(),
                                List.of("--app", "build/cdk-app", "-c", "source.account=12345"),
                                line -> {}));

        String said = String.valueOf(thrown.getMessage());
        assertThat(said).contains("source.account", "12345");
        ErrorPage.holds("The deployment is refused", said, Map.of(folder.toString(), "STATE"));
    }

    private CdkCommandLine cdk() {
        return new CdkCommandLine(
                Checkout.current(),
                new StateDirectory(folder),
                sandbox.emulator().address(),
                sandbox.strict(),
                GeneratedExternalId.random());
    }

    @Test
    void anEventOfNoKnownShapeIsNamed() throws IOException {
        holds(
                "The function gets an event that it does not know",
                sandbox.invoke("{\"my\": \"event\"}").payload().asUtf8String());
    }

    @Test
    void anEventOfAnotherBucketIsNamed() throws IOException {
        holds(
                "The function gets an event of another bucket",
                sandbox.invoke("""
                    {"Records": [{"eventVersion": "2.1", "eventSource": "aws:s3", "eventName": "ObjectCreated:Put",
                      "eventTime": "2026-01-31T10:00:00.000Z",
                      "s3": {"bucket": {"name": "some-other-bucket"}, "object": {"key": "key", "size": 7}}}]}
                    """).payload().asUtf8String());
    }

    private void holds(String situation, String answer) throws IOException {
        Object message = JSON.std.mapFrom(answer).get("errorMessage");
        assertThat(message).as(answer).isNotNull();
        ErrorPage.holds(
                situation,
                String.valueOf(message).replaceAll("delivery [0-9a-f-]{36}", "delivery ID"),
                Map.of(sandbox.sourceBucket(), "SOURCE"));
    }
}
