package org.allowput.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.allowput.lambda.copy.Deadline;
import org.allowput.lambda.copy.MissingSource;
import org.allowput.lambda.copy.Outcome;
import org.allowput.lambda.replication.ReplicationFactory;
import org.allowput.lambda.session.AwsClients;
import org.allowput.lambda.session.CopySession;
import org.allowput.lambda.session.CopyTask;
import org.allowput.lambda.settings.EnvironmentVariables;
import org.allowput.lambda.settings.FunctionSettings;
import org.junit.jupiter.api.Test;

class ReplicationFactoryTest {
    private static final Deadline FAR = () -> Duration.ofHours(1);

    private final List<String> copied = new ArrayList<>();
    private int closed;

    /** Later invocations use the same session. */
    @Test
    void theEndOfAnInvocationLeavesTheSharedSessionOpen() {
        FunctionSettings settings = EnvironmentVariables.read(EnvironmentVariablesTest.required());
        RecordingHttpClient http = new RecordingHttpClient(CannedAws.withObject(3, Map.of()));
        try (AwsClients clients = SnapshotHooksTest.clients(settings, http)) {
            ReplicationFactory factory = new ReplicationFactory(clients, sharedSession());
            for (String key : List.of("first", "second")) {
                try (CopySession session =
                        factory.sessionFactory("request-" + key).open(List.of(key))) {
                    session.copy(new CopyTask(key, key, MissingSource.SKIP), FAR);
                }
            }
        }

        assertThat(copied).containsExactly("first", "second");
        assertThat(closed).isZero();
    }

    private CopySession sharedSession() {
        return new CopySession() {
            @Override
            public Outcome copy(CopyTask task, Deadline deadline) {
                copied.add(task.targetKey());
                return new Outcome.Deleted();
            }

            @Override
            public void close() {
                closed++;
            }
        };
    }
}
