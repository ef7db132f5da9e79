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
import java.util.Optional;
import org.allowput.lambda.replication.Replication;
import org.allowput.lambda.report.Log;
import org.allowput.lambda.session.AwsClients;
import org.allowput.lambda.session.SystemResources;
import org.allowput.lambda.settings.EnvironmentVariables;
import org.allowput.lambda.settings.FunctionSettings;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;

/** What an S3 Batch Operations job is answered about an object that does not exist. */
class BatchTaskTest {
    private static final String TASK = """
        {"invocationSchemaVersion":"1.0","invocationId":"i-1","job":{"id":"j-1"},"tasks":[{"taskId":"t-1",\
        "s3BucketArn":"arn:aws:s3:::source-bucket","s3Key":"never+there","s3VersionId":null}]}\
        """;

    private final List<String> requests = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"false", "true"})
    void aTaskWhoseObjectDoesNotExistFailsForGoodAndDeletesOnlyWhereThatIsReplicated(String replicateDeletes)
            throws IOException {
        Map<String, String> variables = new HashMap<>(EnvironmentVariablesTest.required());
        variables.put("REPLICATE_DELETES", replicateDeletes);

        assertThat(answer(EnvironmentVariables.read(variables)))
                .contains("\"resultCode\":\"PermanentFailure\"")
                .contains("no object");
        assertThat(requests).isNotEmpty();
        assertThat(requests.stream().anyMatch(request -> request.startsWith("DELETE ")))
                .isEqualTo(Boolean.parseBoolean(replicateDeletes));
        assertThat(requests).noneMatch(request -> request.startsWith("PUT "));
        assertThat(lines)
                .anyMatch(line -> line.contains("\"outcome\":\"failed\"") && line.contains("\"level\":\"ERROR\""));
    }

    private String answer(FunctionSettings settings) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try (AwsClients wiring = new AwsClients(
                settings,
                new AwsClients.Configuration(
                        new EmptyBuckets(),
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("own", "own")),
                        AwsClients::standardRetryStrategy,
                        Optional.empty(),
                        SystemResources.ofProcess()))) {
            Replication.of(wiring, new Log(lines::add), "request-1")
                    .handle(new ByteArrayInputStream(TASK.getBytes(UTF_8)), answer, () -> Duration.ofMinutes(5));
        }
        return answer.toString(UTF_8);
    }

    /** S3 with no object in any bucket, and an STS whose session every request may use. */
    private final class EmptyBuckets implements SdkHttpClient {
        private static final String NO_SUCH_KEY =
                "<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>";
        private static final String SESSION = """
            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>\
            <AccessKeyId>ASIAEXAMPLE</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token\
            </SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult>\
            </AssumeRoleResponse>\
            """;

        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() {
                    requests.add(request.httpRequest().method() + " "
                            + request.httpRequest().encodedPath());
                    return switch (request.httpRequest().method()) {
                        case POST -> response(200, SESSION);
                        case DELETE -> response(204, "");
                        default -> response(404, NO_SUCH_KEY);
                    };
                }

                @Override
                public void abort() {}
            };
        }

        private static HttpExecuteResponse response(int status, String body) {
            return HttpExecuteResponse.builder()
                    .response(SdkHttpFullResponse.builder().statusCode(status).build())
                    .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body.getBytes(UTF_8))))
                    .build();
        }

        @Override
        public void close() {}
    }
}
