package org.allowput.ops.acceptance.check;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.ops.acceptance.account.Redactor;
import org.allowput.ops.acceptance.deploy.Deployed;
import org.allowput.ops.event.ExampleEvent;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * The events that S3 sends, read from the queue while the function is paused, and saved in the format of
 * {@code events}.
 */
public record ObservedEvents(
        Checks checks, Deployed deployed, OperatorCommands operations, Path folder, Redactor redactor) {
    private static final String PREFIX = "events/";

    /** What identifies a caller, a request or a version, and has no fixed format. */
    private static final Map<String, String> EXAMPLES = Map.of(
            "principalId", "AWS:AIDAJDPLRKLG7UEXAMPLE",
            "sourceIPAddress", "198.51.100.7",
            "x-amz-request-id", "C3D13FE58DE4C810",
            "x-amz-id-2", "FMyUVURIY8/IgAtTv8xRjskZQpcIZ9KG4V5Wp6S7S/JRWeUWerMUE5JgHvANOjpD",
            "versionId", "096fKKXTRTtl3on89fVO.nfljtsv6qko",
            "configurationId", "replicate");

    public void run() {
        SampleObjects objects = new SampleObjects(deployed);
        checks.check("the events that S3 sends are saved", "Put, Copy, CompleteMultipartUpload", () -> {
            operations.run("pause");
            try {
                objects.put(PREFIX + "put");
                objects.put(PREFIX + "key with + and 日本");
                copy(objects, PREFIX + "put", PREFIX + "copy");
                multipart(objects, PREFIX + "multipart");
                objects.put(PREFIX + "gone");
                objects.source()
                        .deleteObject(request ->
                                request.bucket(deployed.sourceBucket()).key(PREFIX + "gone"));
                Map<String, Message> byName = new TreeMap<>();
                boolean all = deployed.accounts().polling().until(SampleObjects.TIMEOUT, () -> {
                    receive(byName);
                    return byName.keySet().containsAll(List.of("put", "copy", "completemultipartupload"));
                });
                for (Map.Entry<String, Message> each : byName.entrySet()) {
                    save(each.getKey(), each.getValue());
                }
                return new Observation(all, String.join(", ", byName.keySet()));
            } finally {
                operations.run("resume");
            }
        });
        checks.onAws(
                "an object that was deleted before it could be copied is skipped: 404, not 403, by the condition of"
                        + " s3:ListBucket",
                "no dead letter",
                "the emulator answers 404 in any case",
                () -> Observation.same(
                        "no dead letter",
                        FailureChecks.deadLetters(deployed) == 0 ? "no dead letter" : "a dead letter"));
    }

    private void copy(SampleObjects objects, String from, String to) {
        String bucket = deployed.sourceBucket();
        objects.source()
                .copyObject(request -> request.sourceBucket(bucket)
                        .sourceKey(from)
                        .destinationBucket(bucket)
                        .destinationKey(to));
    }

    private void multipart(SampleObjects objects, String key) {
        String bucket = deployed.sourceBucket();
        String upload = objects.source()
                .createMultipartUpload(request -> request.bucket(bucket).key(key))
                .uploadId();
        String tag = objects.source()
                .uploadPart(
                        request ->
                                request.bucket(bucket).key(key).uploadId(upload).partNumber(1),
                        RequestBody.fromString("acceptance"))
                .eTag();
        objects.source()
                .completeMultipartUpload(request -> request.bucket(bucket)
                        .key(key)
                        .uploadId(upload)
                        .multipartUpload(parts -> parts.parts(
                                CompletedPart.builder().partNumber(1).eTag(tag).build())));
    }

    private void receive(Map<String, Message> byName) {
        SqsClient sqs = deployed.accounts().source().sqs();
        sqs.receiveMessage(request -> request.queueUrl(deployed.queueUrl())
                        .maxNumberOfMessages(10)
                        .visibilityTimeout(1)
                        .messageSystemAttributeNamesWithStrings("All"))
                .messages()
                .forEach(message -> name(message.body()).forEach(name -> byName.putIfAbsent(name, message)));
    }

    /** The event's name, such as {@code put}. */
    private static List<String> name(String body) {
        try {
            List<String> names = new ArrayList<>();
            if (JSON.std.mapFrom(body).get("Records") instanceof List<?> records) {
                for (Object each : records) {
                    if (each instanceof Map<?, ?> fields && fields.get("eventName") instanceof String name) {
                        names.add(name.substring(name.indexOf(':') + 1).toLowerCase(Locale.ROOT));
                    }
                }
            }
            return names;
        } catch (IOException e) {
            return List.of("unreadable");
        }
    }

    private void save(String name, Message message) throws IOException {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("messageId", "7b848c28-329b-5b15-9d76-bdcd1a78fc62");
        event.put("receiptHandle", "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a");
        event.put("body", JSON.std.asString(withExamples(JSON.std.mapFrom(message.body()))));
        Map<String, Object> attributes = new TreeMap<>(message.attributesAsStrings());
        attributes.put("SenderId", "AIDAIENQZJOLO23YVJ4VO");
        event.put("attributes", attributes);
        event.put("messageAttributes", Map.of());
        event.put("md5OfBody", "3a00a486ebdaec7a8537099a4d80e60e");
        event.put("eventSource", "aws:sqs");
        event.put("eventSourceARN", "arn:aws:sqs:us-east-1:222222222222:ReplicateObjects");
        event.put("awsRegion", deployed.accounts().region().id());
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("sqs-s3-observed-" + name + ".json"),
                JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(Map.of("Records", List.of(event))) + "\n");
    }

    /** The event as if it were of the bucket that the files in {@code events} name. */
    private Object withExamples(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, Object> replaced = new LinkedHashMap<>();
                map.forEach((name, each) -> {
                    String example = EXAMPLES.get(String.valueOf(name));
                    replaced.put(String.valueOf(name), example == null ? withExamples(each) : example);
                });
                yield replaced;
            }
            case List<?> list -> list.stream().map(this::withExamples).toList();
            case String text
            when text.contains(deployed.sourceBucket()) ->
                text.replace(deployed.sourceBucket(), ExampleEvent.EXAMPLE_BUCKET);
            case String text -> redactor.redact(text);
            default -> value;
        };
    }
}
