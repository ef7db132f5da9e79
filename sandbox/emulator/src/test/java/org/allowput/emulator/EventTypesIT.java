package org.allowput.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.allowput.emulator.testing.DocumentedTable;
import org.allowput.emulator.testing.Eventually;
import org.allowput.emulator.testing.S3Bucket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.s3.model.StorageClass;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Which events the emulator sends for requests that change an object: what the page of the sandbox says. */
class EventTypesIT {
    private static final String BUCKET = "event-types";
    private static final String CONTENT = "content";
    private static final Tag TAG = Tag.builder().key("scan").value("clean").build();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Pattern NAME = Pattern.compile("\"eventName\": ?\"([^\"]+)\"");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| (yes|no) \\|$");

    @TempDir
    private Path state;

    private final Collection<String> received = new TreeSet<>();

    @Test
    void theEmulatorSendsTheEventsThatItsPageSays() throws Exception {
        Map<String, Boolean> documented = ROW.matcher(DocumentedTable.table("event-types"))
                .results()
                .collect(Collectors.toMap(
                        row -> row.group(1), row -> row.group(2).equals("yes")));
        try (Emulator emulator = Emulator.start(state, Map.of())) {
            Account account = emulator.source();
            S3Bucket bucket = new S3Bucket(account, BUCKET);
            String queue = notified(account);
            Map<String, Runnable> requests = requests(bucket);
            requests.values().forEach(Runnable::run);

            assertThat(documented.keySet()).isEqualTo(requests.keySet());
            Collection<String> sent =
                    documented.keySet().stream().filter(documented::get).collect(Collectors.toCollection(TreeSet::new));
            Eventually.until(
                    TIMEOUT, "each event of the table", () -> read(account, queue), seen -> seen.containsAll(sent));
            assertThat(received).isEqualTo(sent);
        }
    }

    /** The address of a queue that gets each event of the bucket. */
    private static String notified(Account account) {
        account.s3().createBucket(request -> request.bucket(BUCKET).objectOwnership(ObjectOwnership.OBJECT_WRITER));
        String arn = "arn:aws:sqs:%s:%s:%s".formatted(account.region().id(), account.id(), BUCKET);
        String policy = """
            {"Statement": [{"Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"},
             "Action": "sqs:SendMessage", "Resource": "%s"}]}\
            """.formatted(arn);
        String queue = account.sqs()
                .createQueue(request -> request.queueName(BUCKET).attributes(Map.of(QueueAttributeName.POLICY, policy)))
                .queueUrl();
        QueueConfiguration all = QueueConfiguration.builder()
                .queueArn(arn)
                .events(
                        Event.S3_OBJECT_CREATED,
                        Event.S3_OBJECT_REMOVED,
                        Event.S3_OBJECT_RESTORE,
                        Event.S3_OBJECT_TAGGING,
                        Event.S3_OBJECT_ACL_PUT)
                .build();
        account.s3()
                .putBucketNotificationConfiguration(request -> request.bucket(BUCKET)
                        .notificationConfiguration(notifications -> notifications.queueConfigurations(all)));
        return queue;
    }

    /** Each by the event that it has in S3, in their order: the last ones are of a bucket with versions. */
    private static Map<String, Runnable> requests(S3Bucket bucket) {
        Map<String, Runnable> requests = new LinkedHashMap<>();
        requests.put("ObjectCreated:Put", () -> bucket.put("put", CONTENT));
        requests.put(
                "ObjectCreated:Copy",
                () -> bucket.s3()
                        .copyObject(request -> request.sourceBucket(BUCKET)
                                .sourceKey("put")
                                .destinationBucket(BUCKET)
                                .destinationKey("copy")));
        requests.put("ObjectCreated:CompleteMultipartUpload", () -> upload(bucket.s3()));
        requests.put(
                "ObjectTagging:Put",
                () -> bucket.s3()
                        .putObjectTagging(request -> request.bucket(BUCKET)
                                .key("put")
                                .tagging(tags -> tags.tagSet(
                                        Tag.builder().key("scan").value("clean").build()))));
        requests.put(
                "ObjectTagging:Delete",
                () -> bucket.s3()
                        .deleteObjectTagging(request -> request.bucket(BUCKET).key("put")));
        requests.put(
                "ObjectAcl:Put",
                () -> bucket.s3()
                        .putObjectAcl(
                                request -> request.bucket(BUCKET).key("put").acl(ObjectCannedACL.PRIVATE)));
        requests.put("ObjectRestore:Post", () -> {
            bucket.put("archived", CONTENT.getBytes(UTF_8), request -> request.storageClass(StorageClass.GLACIER));
            bucket.s3()
                    .restoreObject(request ->
                            request.bucket(BUCKET).key("archived").restoreRequest(restore -> restore.days(1)));
        });
        requests.put("ObjectRestore:Completed", () -> {});
        requests.put("ObjectRemoved:Delete", () -> bucket.delete("copy"));
        requests.put("ObjectRemoved:DeleteMarkerCreated", () -> {
            bucket.s3()
                    .putBucketVersioning(request -> request.bucket(BUCKET)
                            .versioningConfiguration(versioning -> versioning.status(BucketVersioningStatus.ENABLED)));
            bucket.delete("put");
        });
        return requests;
    }

    private static void upload(S3Client s3) {
        String id = s3.createMultipartUpload(request -> request.bucket(BUCKET).key("upload"))
                .uploadId();
        String eTag = s3.uploadPart(
                        request -> request.bucket(BUCKET)
                                .key("upload")
                                .uploadId(id)
                                .partNumber(1),
                        RequestBody.fromString(CONTENT))
                .eTag();
        s3.completeMultipartUpload(request -> request.bucket(BUCKET)
                .key("upload")
                .uploadId(id)
                .multipartUpload(upload -> upload.parts(
                        CompletedPart.builder().partNumber(1).eTag(eTag).build())));
    }

    private Collection<String> read(Account account, String queue) {
        account.sqs()
                .receiveMessage(request ->
                        request.queueUrl(queue).maxNumberOfMessages(10).waitTimeSeconds(1))
                .messages()
                .forEach(message -> NAME.matcher(message.body())
                        .results()
                        .map(name -> name.group(1))
                        .forEach(received::add));
        return received;
    }
}
