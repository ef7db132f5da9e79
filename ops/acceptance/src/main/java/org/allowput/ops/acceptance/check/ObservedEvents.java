package org.allowput.ops.acceptance.check;

import static org.allowput.contract.StackOutput.DEAD_LETTER_QUEUE_URL;
import static org.allowput.contract.StackOutput.QUEUE_URL;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.allowput.ops.acceptance.deploy.Deployment;
import org.allowput.ops.event.ExampleEvent;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * The events that S3 sends, read from the queue while the function is paused, and saved in the format of
 * {@code events}.
 */
public record ObservedEvents(Checks checks, Deployment deployment, Path folder, Redactor redactor) {
    private static final String PREFIX = "events/";
    private static final Pattern EVENT = Pattern.compile("\"eventName\": ?\"ObjectCreated:(\\w+)\"");
    private static final Pattern TEXT = Pattern.compile("(\"([\\w-]+)\": ?\")([^\"]*)\"");

    /** What identifies a caller, a request or a version, and has no fixed format. */
    private static final Map<String, String> EXAMPLES = Map.of(
            "principalId", "AWS:AIDAJDPLRKLG7UEXAMPLE",
            "sourceIPAddress", "198.51.100.7",
            "x-amz-request-id", "C3D13FE58DE4C810",
            "x-amz-id-2", "FMyUVURIY8/IgAtTv8xRjskZQpcIZ9KG4V5Wp6S7S/JRWeUWerMUE5JgHvANOjpD",
            "versionId", "096fKKXTRTtl3on89fVO.nfljtsv6qko",
            "configurationId", "replicate");

    public void run() {
        checks.check("the events that S3 sends are saved", "completemultipartupload, copy, put", () -> {
            deployment.run("pause");
            try {
                send();
                Map<String, Message> byName = new TreeMap<>();
                deployment.accounts().until(Deployment.TIMEOUT, () -> {
                    receive(byName);
                    return byName.size() == 3;
                });
                for (Map.Entry<String, Message> each : byName.entrySet()) {
                    save(each.getKey(), each.getValue());
                }
                return String.join(", ", byName.keySet());
            } finally {
                deployment.run("resume");
            }
        });
        checks.onAws(
                "an object that was deleted before it could be copied is skipped: 404, not 403, by the condition of"
                        + " s3:ListBucket",
                "0 dead letters",
                "the emulator answers 404 in any case",
                () -> {
                    deployment.accounts().until(Deployment.TIMEOUT, () -> deployment.messages(QUEUE_URL) == 0);
                    return deployment.messages(DEAD_LETTER_QUEUE_URL) + " dead letters";
                });
    }

    private void send() {
        S3Client s3 = deployment.sourceS3();
        String bucket = deployment.sourceBucket();
        deployment.put(PREFIX + "put");
        deployment.put(PREFIX + "key with + and 日本");
        s3.copyObject(request -> request.sourceBucket(bucket)
                .sourceKey(PREFIX + "put")
                .destinationBucket(bucket)
                .destinationKey(PREFIX + "copy"));
        deployment.putInParts(PREFIX + "multipart", 5);
        deployment.put(PREFIX + "gone");
        s3.deleteObject(request -> request.bucket(bucket).key(PREFIX + "gone"));
    }

    private void receive(Map<String, Message> byName) {
        List<Message> messages = deployment
                .accounts()
                .source()
                .sqs()
                .receiveMessage(request -> request.queueUrl(deployment.source().get(QUEUE_URL))
                        .maxNumberOfMessages(10)
                        .visibilityTimeout(1)
                        .messageSystemAttributeNamesWithStrings("All"))
                .messages();
        for (Message message : messages) {
            EVENT.matcher(message.body())
                    .results()
                    .forEach(found -> byName.putIfAbsent(found.group(1).toLowerCase(Locale.ROOT), message));
        }
    }

    private void save(String name, Message message) throws IOException {
        Map<String, String> attributes = new TreeMap<>(message.attributesAsStrings());
        attributes.put("SenderId", "AIDAIENQZJOLO23YVJ4VO");
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("sqs-s3-observed-" + name + ".json"), """
            {
              "Records": [
                {
                  "messageId": "7b848c28-329b-5b15-9d76-bdcd1a78fc62",
                  "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
                  "body": %s,
                  "attributes": %s,
                  "messageAttributes": {},
                  "md5OfBody": "3a00a486ebdaec7a8537099a4d80e60e",
                  "eventSource": "aws:sqs",
                  "eventSourceARN": "arn:aws:sqs:us-east-1:222222222222:ReplicateObjects",
                  "awsRegion": "%s"
                }
              ]
            }
            """.formatted(
                        JSON.std.asString(withExamples(message.body())),
                        JSON.std.asString(attributes),
                        deployment.accounts().region()));
    }

    /** The event as if it were of the bucket that the files in {@code events} name. */
    private String withExamples(String body) {
        return TEXT.matcher(body).replaceAll(text -> {
            String value = text.group(3);
            String bucket = deployment.sourceBucket();
            String replaced = EXAMPLES.getOrDefault(
                    text.group(2),
                    value.contains(bucket)
                            ? value.replace(bucket, ExampleEvent.EXAMPLE_BUCKET)
                            : redactor.redact(value));
            return Matcher.quoteReplacement(text.group(1) + replaced + "\"");
        });
    }
}
