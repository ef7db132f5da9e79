package org.allowput.ops.where;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.allowput.ops.queue.FakedServices;
import org.allowput.ops.reconcile.InMemoryBuckets;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
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
final class FakeAccount implements FakedServices {
    final List<FilteredLogEvent> log = new ArrayList<>();
    final List<Message> deadLetters = new ArrayList<>();
    final Map<String, DescribeExecutionResponse> executions = new TreeMap<>();
    final List<String> patterns = new ArrayList<>();
    boolean logIsEndless;
    boolean sourceIsDenied;
    int objectsRead;

    private @Nullable HeadObjectResponse source;

    private final InMemoryBuckets s3 = new InMemoryBuckets() {
        @Override
        public HeadObjectResponse headObject(HeadObjectRequest request) {
            if (sourceIsDenied) {
                throw S3Exception.builder().statusCode(403).build();
            }
            if (source == null || !request.bucket().equals("source")) {
                throw NoSuchKeyException.builder().statusCode(404).build();
            }
            return source;
        }

        @Override
        public <T> T getObject(GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
            synchronized (this) {
                objectsRead++;
            }
            return super.getObject(request, transformer);
        }
    };

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
    public S3Client s3() {
        return s3;
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
        s3.put(bucket, key, content);
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
