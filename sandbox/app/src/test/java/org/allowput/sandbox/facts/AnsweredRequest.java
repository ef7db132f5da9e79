package org.allowput.sandbox.facts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.contract.object.SourceState;
import org.allowput.contract.object.StoredChecksum;
import org.allowput.lambda.checksum.Verification;
import org.allowput.lambda.copy.CopyResult;
import org.allowput.lambda.failure.SourceException;
import org.allowput.lambda.failure.WorkflowException;
import org.allowput.lambda.large.Executions;
import org.allowput.lambda.s3.PinnedRange;
import org.allowput.lambda.s3.S3Source;
import org.allowput.lambda.s3.S3Target;
import org.allowput.lambda.s3.StoredObject;
import org.allowput.lambda.s3.TargetObject;
import org.allowput.lambda.s3.TargetOptions;
import org.allowput.sandbox.facts.AwsFacts.RecordedAnswer;
import org.allowput.sandbox.facts.AwsFacts.RecordedError;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedMultipartUpload;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * A request of the function that gets a recorded answer, by the SDK's own reading of it. Requests are not tried again.
 */
final class AnsweredRequest {
    static final String STATE_MACHINE = "arn:aws:states:us-east-1:222222222222:stateMachine:large-objects";
    private static final String QUEUE = "https://sqs.us-east-1.amazonaws.com/222222222222/queue";
    private static final TargetOptions OPTIONS = new TargetOptions(Optional.empty(), Optional.empty(), false);

    private final SdkHttpClient answer;

    private AnsweredRequest(int status, Map<String, String> headers, String body) {
        this.answer = answering(status, headers, body.getBytes(UTF_8));
    }

    static AnsweredRequest answered(RecordedAnswer fact) {
        Map<String, String> headers = new LinkedHashMap<>(fact.headers());
        String body = Objects.requireNonNullElse(fact.body(), "");
        headers.putIfAbsent("Content-Length", Integer.toString(body.length()));
        return new AnsweredRequest(fact.status(), headers, body);
    }

    /** An error as its service writes it: XML by S3 and STS, JSON by others, and to a HEAD no body. */
    static AnsweredRequest refused(RecordedError fact) {
        String code = fact.code();
        String json = "{\"__type\": \"" + code + "\", \"message\": \"recorded\"}";
        String error = "<Error><Code>" + code + "</Code><Message>recorded</Message></Error>";
        return switch (fact.operation()) {
            case "HeadObject" -> new AnsweredRequest(fact.status(), Map.of(), "");
            case "StartExecution" ->
                new AnsweredRequest(fact.status(), Map.of("Content-Type", "application/x-amz-json-1.0"), json);
            case "SendMessage", "SendMessageBatch", "ChangeMessageVisibilityBatch" ->
                new AnsweredRequest(
                        fact.status(),
                        Map.of("Content-Type", "application/x-amz-json-1.0", "x-amzn-query-error", code + ";Sender"),
                        json);
            case "AssumeRole" ->
                new AnsweredRequest(
                        fact.status(),
                        Map.of("Content-Type", "text/xml"),
                        "<ErrorResponse>" + error + "</ErrorResponse>");
            default -> new AnsweredRequest(fact.status(), Map.of("Content-Type", "application/xml"), error);
        };
    }

    /** A failure as the function has it, with the side on which it failed. */
    static Throwable onItsSide(RecordedError fact, RuntimeException thrown) {
        if (!(thrown instanceof SdkException answer)) {
            return thrown;
        }
        return switch (fact.operation()) {
            case "GetObject", "HeadObject", "GetObjectTagging" -> new SourceException(answer);
            case "StartExecution" -> new WorkflowException(answer);
            default -> answer;
        };
    }

    Object send(String operation) {
        RequestBody body = RequestBody.fromString("x");
        S3Client s3 = s3();
        return switch (operation) {
            case "GetObject" -> source().open("key");
            case "HeadObject" -> source().head("key");
            case "GetObjectTagging" -> source().tags(version(1));
            case "PutObject" -> s3.putObject(request -> request.bucket("bucket").key("key"), body);
            case "DeleteObject" ->
                s3.deleteObject(request -> request.bucket("bucket").key("key"));
            case "PutObjectTagging" ->
                s3.putObjectTagging(
                        request -> request.bucket("bucket").key("key").tagging(tags -> tags.tagSet(List.of())));
            case "GetBucketPolicy" -> s3.getBucketPolicy(request -> request.bucket("bucket"));
            case "CreateMultipartUpload" ->
                s3.createMultipartUpload(request -> request.bucket("bucket").key("key"));
            case "UploadPart" ->
                s3.uploadPart(
                        request -> request.bucket("bucket")
                                .key("key")
                                .uploadId("upload")
                                .partNumber(1),
                        body);
            case "CompleteMultipartUpload" ->
                s3.completeMultipartUpload(request -> request.bucket("bucket")
                        .key("key")
                        .uploadId("upload")
                        .multipartUpload(CompletedMultipartUpload.builder()
                                .parts(List.of())
                                .build()));
            case "AssumeRole" ->
                client(StsClient.builder())
                        .assumeRole(request -> request.roleArn("arn:aws:iam::111111111111:role/AllowPutToS3")
                                .roleSessionName("session"));
            case "StartExecution" ->
                client(SfnClient.builder())
                        .startExecution(request ->
                                request.stateMachineArn(STATE_MACHINE).name("name"));
            case "SendMessage" ->
                client(SqsClient.builder())
                        .sendMessage(request -> request.queueUrl(QUEUE).messageBody("body"));
            case "SendMessageBatch" ->
                client(SqsClient.builder())
                        .sendMessageBatch(request -> request.queueUrl(QUEUE).entries(List.of()));
            case "ChangeMessageVisibilityBatch" ->
                client(SqsClient.builder())
                        .changeMessageVisibilityBatch(
                                request -> request.queueUrl(QUEUE).entries(List.of()));
            default -> throw new IllegalArgumentException(operation + " is no operation that the function requests");
        };
    }

    /** What the function reads in an answer to a request that succeeded, by name. */
    Map<String, Object> read(RecordedAnswer fact) {
        return switch (fact.operation()) {
            case "HeadObject" -> read(source().head("key").orElseThrow());
            case "GetObject" ->
                fact.status() == 206
                        ? readRange(fact)
                        : read(source().open("key").orElseThrow().state());
            case "GetObjectTagging" -> Map.of("tags", source().tags(version(1)));
            case "PutObject" -> stored();
            case "StartExecution" ->
                Map.of(
                        "handedOver",
                        new Executions(client(SfnClient.builder()), STATE_MACHINE)
                                .start(
                                        new ChangeEvent(
                                                ChangeEvent.Kind.CREATED, "ObjectCreated:Put", "bucket", "key", null),
                                        new CopyResult.TooLarge(1, "version"))
                                .execution()
                                .startsWith("arn:"));
            default -> throw new IllegalArgumentException(fact.operation() + ": the function reads no answer to it");
        };
    }

    private static Map<String, Object> read(SourceState state) {
        Map<String, Object> read = new LinkedHashMap<>();
        read.put("checksum", state.checksum().map(AnsweredRequest::text).orElse(null));
        read.put("md5", state.md5().orElse(null));
        read.put("immutable", state.isImmutable());
        read.put("headers", state.headers().keySet().stream().sorted().toList());
        read.put("metadata", state.metadata());
        read.put("headerBeyondAscii", state.headerBeyondAscii().orElse(null));
        read.put("storageClass", state.storageClass());
        read.put("lastModified", String.valueOf(state.lastModified()));
        return read;
    }

    /** The range of an object whose size the answer states. */
    private Map<String, Object> readRange(RecordedAnswer fact) {
        String range = Objects.requireNonNull(fact.headers().get("Content-Range"));
        long size = Long.parseLong(range.replaceFirst(".*/", ""));
        long length = Long.parseLong(Objects.requireNonNull(fact.headers().get("Content-Length")));
        source().open(version(size), 0, length);
        return Map.of("contentRange", range);
    }

    private Map<String, Object> stored() {
        StoredObject stored = new S3Target(s3(), "bucket", "111111111111", OPTIONS)
                .put(
                        new TargetObject("key", version(1), Map.of()),
                        new Verification.ContentMd5("nd1C5q7a4uvZ3H8DxOCMqA=="),
                        PinnedRange.whole(
                                source(),
                                new S3Source.SourceObject(version(1), new ByteArrayInputStream(new byte[1]))));
        Map<String, Object> read = new LinkedHashMap<>();
        read.put("checksum", stored.checksum().map(AnsweredRequest::text).orElse(null));
        read.put("version", stored.versionId());
        read.put("eTag", stored.eTag());
        return read;
    }

    private static String text(StoredChecksum checksum) {
        return checksum.algorithm() + " " + checksum.type();
    }

    private static SourceState version(long size) {
        return SourceState.of("key", size, new StoredChecksum.ResponseFields() {
            @Override
            public <T> Optional<T> getValueForField(String name, Class<T> type) {
                return Optional.empty();
            }
        });
    }

    private S3Source source() {
        return new S3Source(s3(), s3(), "bucket", "222222222222");
    }

    private S3Client s3() {
        return client(S3Client.builder().forcePathStyle(true));
    }

    private <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(B builder) {
        return builder.region(Region.US_EAST_1)
                .endpointOverride(URI.create("https://service.example"))
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("access-key", "secret")))
                .overrideConfiguration(
                        configuration -> configuration.retryStrategy(strategy -> strategy.maxAttempts(1)))
                .httpClient(answer)
                .build();
    }

    private static SdkHttpClient answering(int status, Map<String, String> headers, byte[] body) {
        return new SdkHttpClient() {
            @Override
            public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
                return new ExecutableHttpRequest() {
                    @Override
                    public HttpExecuteResponse call() {
                        SdkHttpFullResponse.Builder response =
                                SdkHttpFullResponse.builder().statusCode(status);
                        headers.forEach(response::putHeader);
                        return HttpExecuteResponse.builder()
                                .response(response.build())
                                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
                                .build();
                    }

                    @Override
                    public void abort() {}
                };
            }

            @Override
            public void close() {}
        };
    }
}
