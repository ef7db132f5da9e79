package org.allowput.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.allowput.lambda.RecordedRequest.Operation;
import org.allowput.lambda.replication.Replication;
import org.allowput.lambda.report.Log;
import org.allowput.lambda.session.AwsClients;
import org.allowput.lambda.settings.EnvironmentVariables;
import org.allowput.lambda.settings.FunctionSettings;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an S3 Batch Operations job is answered about an object that does not exist. */
class BatchTaskTest {
    private static final String TASK = """
        {"invocationSchemaVersion":"1.0","invocationId":"i-1","job":{"id":"j-1"},"tasks":[{"taskId":"t-1",\
        "s3BucketArn":"arn:aws:s3:::source-bucket","s3Key":"never+there","s3VersionId":null}]}\
        """;

    private final RecordingHttpClient http = new RecordingHttpClient(CannedAws.withoutObject());
    private final List<String> lines = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"none", "deletions", "deletionsAndExpirations"})
    void aTaskWhoseObjectDoesNotExistFailsForGoodAndDeletesOnlyWhereExpirationsAreReplicated(String replicateDeletes)
            throws IOException {
        Map<String, String> variables = new HashMap<>(EnvironmentVariablesTest.required());
        variables.put("REPLICATE_DELETES", replicateDeletes);

        assertThat(answer(EnvironmentVariables.read(variables)))
                .contains("\"resultCode\":\"PermanentFailure\"")
                .contains("no object");
        List<Operation> sent =
                http.requests().stream().map(RecordedRequest::operation).toList();
        assertThat(sent).isNotEmpty().doesNotContain(Operation.PUT_OBJECT);
        assertThat(sent.contains(Operation.DELETE_OBJECT))
                .isEqualTo(replicateDeletes.equals("deletionsAndExpirations"));
        assertThat(lines)
                .anyMatch(line -> line.contains("\"outcome\":\"failed\"") && line.contains("\"level\":\"ERROR\""));
    }

    private String answer(FunctionSettings settings) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try (AwsClients wiring = SnapshotHooksTest.clients(settings, http)) {
            Replication.of(wiring, new Log(lines::add), "request-1")
                    .handle(new ByteArrayInputStream(TASK.getBytes(UTF_8)), answer, () -> Duration.ofMinutes(5));
        }
        return answer.toString(UTF_8);
    }
}
