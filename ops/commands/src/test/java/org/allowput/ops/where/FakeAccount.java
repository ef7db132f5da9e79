package org.allowput.ops.where;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.allowput.ops.aws.ServiceClients;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionRequest;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.StartExecutionRequest;
import software.amazon.awssdk.services.sfn.model.StartExecutionResponse;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/** Account B, as far as {@code bin/where} asks it. A request that it does not know fails the test. */
final class FakeAccount implements ServiceClients {
    final List<FilteredLogEvent> log = new ArrayList<>();
    final List<Message> deadLetters = new ArrayList<>();
    final Map<String, DescribeExecutionResponse> executions = new TreeMap<>();
    final List<String> patterns = new ArrayList<>();
    boolean logIsEndless;
    boolean sourceIsDenied;
    int objectsRead;

    private final Map<String, TreeMap<String, byte[]>> buckets = new TreeMap<>();
    private @Nullable HeadObjectResponse source;

    /** The source object, as HEAD answers. */
    void source(HeadObjectResponse head) {
        source = head;
    }

    void log(Instant time, String line) {
        log.add(FilteredLogEvent.builder()
                .timestamp(time.toEpochMilli())
                .message(line)
                .build());
    }

    @Override
    public Region region() {
        return Region.US_EAST_1;
    }

    @Override
    public <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configure(B builder) {
        throw new AssertionError("another service was asked: " + builder);
    }

    @Override
    public S3Client s3() {
        return client(
                S3Client.class,
                Map.of(
                        "headObject", arguments -> head((HeadObjectRequest) arguments[0]),
                        "listObjectsV2", arguments -> list((ListObjectsV2Request) arguments[0]),
                        "getObject", arguments -> get((GetObjectRequest) arguments[0], arguments[1]),
                        "putObject", arguments -> put((PutObjectRequest) arguments[0], (RequestBody) arguments[1])));
    }

    @Override
    public SqsClient sqs() {
        return client(
                SqsClient.class,
                Map.of(
                        "changeMessageVisibilityBatch",
                                arguments -> ChangeMessageVisibilityBatchResponse.builder()
                                        .build(),
                        "receiveMessage",
                                arguments -> {
                                    if (!((ReceiveMessageRequest) arguments[0])
                                            .queueUrl()
                                            .endsWith("/dead")) {
                                        throw new AssertionError(
                                                "a message of the queue was received: that is a delivery");
                                    }
                                    return ReceiveMessageResponse.builder()
                                            .messages(deadLetters)
                                            .build();
                                }));
    }

    @Override
    public CloudWatchLogsClient logs() {
        return client(CloudWatchLogsClient.class, Map.of("filterLogEvents", arguments -> {
            FilterLogEventsRequest request = (FilterLogEventsRequest) arguments[0];
            patterns.add(request.filterPattern());
            return FilterLogEventsResponse.builder()
                    .events(log.stream()
                            .filter(event -> event.timestamp() >= request.startTime())
                            .toList())
                    .nextToken(logIsEndless ? "next" : null)
                    .build();
        }));
    }

    @Override
    public SfnClient stepFunctions() {
        return client(
                SfnClient.class,
                Map.of(
                        "startExecution", arguments -> start((StartExecutionRequest) arguments[0]),
                        "describeExecution",
                                arguments -> {
                                    String arn = ((DescribeExecutionRequest) arguments[0]).executionArn();
                                    DescribeExecutionResponse found = executions.get(arn);
                                    if (found == null) {
                                        throw ExecutionDoesNotExistException.builder()
                                                .build();
                                    }
                                    return found;
                                }));
    }

    void put(String bucket, String key, byte[] content) {
        buckets.computeIfAbsent(bucket, ignored -> new TreeMap<>()).put(key, content);
    }

    private HeadObjectResponse head(HeadObjectRequest request) {
        if (sourceIsDenied) {
            throw S3Exception.builder().statusCode(403).build();
        }
        if (source == null || !request.bucket().equals("source")) {
            throw NoSuchKeyException.builder().statusCode(404).build();
        }
        return source;
    }

    private ListObjectsV2Response list(ListObjectsV2Request request) {
        String after = request.startAfter() == null ? "" : request.startAfter();
        return ListObjectsV2Response.builder()
                .contents(
                        buckets.getOrDefault(request.bucket(), new TreeMap<>()).tailMap(after, false).keySet().stream()
                                .filter(key -> key.startsWith(request.prefix()))
                                .map(key -> S3Object.builder().key(key).size(1L).build())
                                .toList())
                .isTruncated(false)
                .build();
    }

    private synchronized Object get(GetObjectRequest request, Object transformer) {
        objectsRead++;
        byte[] content = buckets.getOrDefault(request.bucket(), new TreeMap<>()).get(request.key());
        try {
            @SuppressWarnings("unchecked")
            ResponseTransformer<GetObjectResponse, Object> to =
                    (ResponseTransformer<GetObjectResponse, Object>) transformer;
            return to.transform(
                    GetObjectResponse.builder().build(),
                    AbortableInputStream.create(new ByteArrayInputStream(content)));
        } catch (Exception e) {
            throw new AssertionError(request.key(), e);
        }
    }

    private PutObjectResponse put(PutObjectRequest request, RequestBody body) {
        try {
            put(
                    request.bucket(),
                    request.key(),
                    body.contentStreamProvider().newStream().readAllBytes());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return PutObjectResponse.builder().build();
    }

    private StartExecutionResponse start(StartExecutionRequest request) {
        String arn = request.stateMachineArn().replace(":stateMachine:", ":execution:") + ":" + request.name();
        executions.put(
                arn,
                DescribeExecutionResponse.builder()
                        .executionArn(arn)
                        .name(request.name())
                        .status(ExecutionStatus.RUNNING)
                        .startDate(Instant.now())
                        .build());
        return StartExecutionResponse.builder().executionArn(arn).build();
    }

    /** A client that has these operations. */
    private static <C> C client(Class<C> type, Map<String, Function<Object[], Object>> operations) {
        InvocationHandler handler = (proxy, method, arguments) -> answer(proxy, method, arguments, operations);
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object answer(
            Object proxy,
            Method method,
            Object @Nullable [] arguments,
            Map<String, Function<Object[], Object>> operations)
            throws Throwable {
        Function<Object[], Object> operation = operations.get(method.getName());
        if (operation != null && arguments != null && arguments[0] instanceof SdkRequest) {
            return operation.apply(arguments);
        }
        if (method.isDefault()) {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
        }
        throw new AssertionError("an operation that nobody expects: " + method);
    }
}
