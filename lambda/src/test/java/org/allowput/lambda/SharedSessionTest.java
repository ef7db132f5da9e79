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
import org.allowput.lambda.settings.EnvironmentVariables;
import org.allowput.lambda.settings.FunctionSettings;
import org.junit.jupiter.api.Test;

class SharedSessionTest {
    private static final Deadline FAR = () -> Duration.ofHours(1);

    /** The name leads account A's audit trail to the log of the environment that the session is of. */
    @Test
    void allInvocationsShareOneSessionThatIsNamedAfterTheRequestThatBeganIt() {
        FunctionSettings settings = EnvironmentVariables.read(EnvironmentVariablesTest.required());
        RecordingHttpClient http = new RecordingHttpClient(CannedAws.withObject(3, Map.of()));
        try (AwsClients clients = SnapshotHooksTest.clients(settings, http)) {
            for (String key : List.of("first", "second")) {
                clients.nameSession("request-" + key);
                assertThat(clients.session().copier().replicate(new CopyTask(key, key, MissingSource.SKIP), FAR))
                        .isInstanceOf(Outcome.Copied.class);
            }
        }

        assertThat(http.requests())
                .filteredOn(request -> request.operation() == Operation.ASSUME_ROLE)
                .singleElement()
                .satisfies(request -> assertThat(request.form())
                        .containsEntry("RoleSessionName", "copy=ReplicateObjects-request-first"));
    }
}
