package org.allowput.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allowput.contract.resource.ResourceFile;
import org.allowput.emulator.testing.InvocationContext;
import org.allowput.lambda.RecordedRequest.Operation;
import org.allowput.lambda.report.Log;
import org.allowput.lambda.session.AwsClients;
import org.allowput.lambda.session.ClientConfiguration;
import org.allowput.lambda.session.SystemResources;
import org.allowput.lambda.settings.EnvironmentVariables;
import org.allowput.lambda.settings.FunctionSettings;
import org.crac.CheckpointException;
import org.crac.Resource;
import org.crac.RestoreException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;

/** What the handler does around a SnapStart snapshot. */
class SnapshotHooksTest {
    private final List<String> log = new ArrayList<>();
    private final List<RecordingHttpClient> requests = new ArrayList<>();
    private final List<ScriptedHttpClient> connections = new ArrayList<>();
    private final Snapshots snapshots = new Snapshots();
    private final ReplicationHandler handler = handler();

    @Test
    void theHandlerRegistersForSnapshots() {
        assertThat(snapshots.registered).containsExactly(handler);
    }

    @Test
    void beforeASnapshotTheHandlerPrimesTheCopyAndTheSourceClient() {
        handler.beforeCheckpoint(snapshots);

        assertThat(log).hasSize(2);
        assertThat(log.getLast()).contains("primed for the snapshot", "\"copies\":10");
        assertThat(operations(0)).containsExactly(Operation.HEAD_BUCKET);
    }

    @Test
    void theLogStatesTheVersionThatStartsAndThatIsRestored() {
        handler.beforeCheckpoint(snapshots);
        handler.afterRestore(snapshots);

        String version = ResourceFile.properties(SnapshotHooksTest.class, "/function.properties")
                .getProperty("version");
        assertThat(log.getFirst()).contains("\"message\":\"initialized\",\"version\":\"" + version + "\"");
        assertThat(log.getLast()).contains("\"message\":\"restored from a snapshot\",\"version\":\"");
        assertThat(version).matches("[0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?");
    }

    @Test
    void theSnapshotHoldsNoOpenConnection() {
        assertThat(connections.getFirst().closed).isFalse();

        handler.beforeCheckpoint(snapshots);

        assertThat(connections)
                .singleElement()
                .satisfies(http -> assertThat(http.closed).isTrue());
    }

    @Test
    void afterARestoreTheHandlerCopiesWithNewClients() throws IOException {
        handler.beforeCheckpoint(snapshots);
        handler.afterRestore(snapshots);

        ByteArrayOutputStream response = new ByteArrayOutputStream();
        handler.handleRequest(
                new ByteArrayInputStream(
                        ReplicationTest.queue(ReplicationTest.message("1", ReplicationTest.created("a")))
                                .getBytes(UTF_8)),
                response,
                InvocationContext.context("request-1", () -> 300_000));

        assertThat(response.toString(UTF_8)).isEqualTo("{\"batchItemFailures\":[]}");
        assertThat(connections).hasSize(2);
        assertThat(connections.getLast().closed).isFalse();
        assertThat(operations(0)).containsExactly(Operation.HEAD_BUCKET);
        assertThat(operations(1))
                .containsExactlyInAnyOrder(
                        Operation.ASSUME_ROLE, Operation.GET_OBJECT, Operation.PUT_OBJECT, Operation.HEAD_OBJECT);
    }

    static AwsClients clients(FunctionSettings settings, SdkHttpClient http) {
        return new AwsClients(
                settings,
                new ClientConfiguration(
                        http,
                        StaticCredentialsProvider.create(AwsSessionCredentials.create("FUNCTION", "secret", "token")),
                        RequestCounterTest::atOnce,
                        Optional.empty(),
                        SystemResources.ofProcess()));
    }

    private ReplicationHandler handler() {
        Map<String, String> variables = new HashMap<>(EnvironmentVariablesTest.required());
        variables.put("PRIMING_LIMIT_SECONDS", "0");
        return new ReplicationHandler(
                EnvironmentVariables.read(variables), new Log(log::add), this::clients, snapshots);
    }

    private AwsClients clients(FunctionSettings settings) {
        RecordingHttpClient recording = new RecordingHttpClient(CannedAws.withObject(3, Map.of("ETag", "\"e\"")));
        ScriptedHttpClient http = new ScriptedHttpClient(recording, SdkHttpMethod.GET);
        requests.add(recording);
        connections.add(http);
        return clients(settings, http);
    }

    private List<Operation> operations(int client) {
        return requests.get(client).requests().stream()
                .map(RecordedRequest::operation)
                .toList();
    }

    /** Where Lambda's runtime calls the hooks from. */
    private static final class Snapshots extends org.crac.Context<Resource> {
        private final List<Resource> registered = new ArrayList<>();

        @Override
        public void register(Resource resource) {
            registered.add(resource);
        }

        @Override
        public void beforeCheckpoint(org.crac.Context<? extends Resource> context) throws CheckpointException {}

        @Override
        public void afterRestore(org.crac.Context<? extends Resource> context) throws RestoreException {}
    }
}
