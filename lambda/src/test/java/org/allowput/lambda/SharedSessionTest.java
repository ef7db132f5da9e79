package org.allowput.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.allowput.lambda.RecordedRequest.Operation;
import org.allowput.lambda.copy.CopyTask;
import org.allowput.lambda.copy.CopyTask.MissingSource;
import org.allowput.lambda.copy.Deadline;
import org.allowput.lambda.copy.Outcome;
import org.allowput.lambda.session.AwsClients;
import org.allowput.lambda.session.CopySession;
import org.allowput.lambda.session.RoleCopySession;
import org.allowput.lambda.settings.EnvironmentVariables;
import org.allowput.lambda.settings.FunctionSettings;
import org.junit.jupiter.api.Test;

class SharedSessionTest {
    private static final Deadline FAR = () -> Duration.ofHours(1);

    @Test
    void theEndOfAnInvocationLeavesTheSharedSessionOpen() {
        FunctionSettings settings = EnvironmentVariables.read(EnvironmentVariablesTest.required());
        RecordingHttpClient http = new RecordingHttpClient(CannedAws.withObject(3, Map.of()));
        try (AwsClients clients = SnapshotHooksTest.clients(settings, http)) {
            for (String key : List.of("first", "second")) {
                try (CopySession session = clients.session("request-" + key, List.of(key))) {
                    // Its end would close the clients.
                    assertThat(session).isNotInstanceOf(RoleCopySession.class);
                    assertThat(session.copy(new CopyTask(key, key, MissingSource.SKIP), FAR))
                            .isInstanceOf(Outcome.Copied.class);
                }
            }
        }

        assertThat(http.requests())
                .filteredOn(request -> request.operation() == Operation.ASSUME_ROLE)
                .hasSize(1);
    }
}
