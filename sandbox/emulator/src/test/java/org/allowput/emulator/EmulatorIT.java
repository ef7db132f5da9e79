package org.allowput.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.allowput.emulator.proxy.Fault;
import org.allowput.emulator.proxy.FaultProxy;
import org.allowput.emulator.strict.StrictS3;
import org.allowput.emulator.testing.DocumentedTable;
import org.allowput.emulator.testing.Eventually;
import org.allowput.emulator.testing.S3Bucket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.StorageClass;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * The emulator as this computer reaches it, and with the proxy before it, which refuses what the emulator accepts, by
 * the policies that the emulator itself holds.
 */
class EmulatorIT {
    private static final String BUCKET = "strict-bucket";
    private static final String EVENTS = "event-types";
    private static final String ROLE = "PutOnly";

    @TempDir
    static Path state;

    static Emulator emulator;
    static FaultProxy proxy;

    @BeforeAll
    static void start() {
        emulator = Emulator.start(state, Map.of());
        emulator.target().s3().createBucket(bucket -> bucket.bucket(BUCKET));
        emulator.target().s3().putBucketPolicy(policy -> policy.bucket(BUCKET).policy("""
            {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject",
             "Resource": "arn:aws:s3:::strict-bucket/*",
             "Condition": {"StringEquals": {"s3:x-amz-storage-class": "GLACIER"}}}]}\
            """));
        proxy = FaultProxy.start(
                emulator.endpoint(),
                state.resolve("tls"),
                StrictS3.before(emulator, Map.of(BUCKET, Emulator.TARGET_ACCOUNT)));
        IamClient iam = emulator.target().iam();
        iam.createRole(role -> role.roleName(ROLE).assumeRolePolicyDocument("""
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
             "Principal": {"AWS": "arn:aws:iam::%s:root"}}]}\
            """.formatted(Emulator.SOURCE_ACCOUNT)));
        iam.putRolePolicy(policy -> policy.roleName(ROLE).policyName(ROLE).policyDocument("""
            {"Version": "2012-10-17", "Statement": [
             {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::strict-bucket/*"}]}\
            """));
    }

    @AfterAll
    static void stop() {
        proxy.close();
        emulator.close();
        assertThat(emulator.isRunning()).isFalse();
    }

    @Test
    void refusesACallerItDoesNotKnow() {
        Account guess = emulator.target()
                .as(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "test")));

        assertThatThrownBy(() -> guess.s3().listBuckets())
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
    }

    @Test
    void isReachableFromThisComputerOnly() throws IOException {
        List<InetAddress> addresses = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .toList();

        assertThat(addresses)
                .allSatisfy(address ->
                        assertThat(accepts(address)).isEqualTo(address.equals(InetAddress.getLoopbackAddress())));
    }

    private static boolean accepts(InetAddress address) {
        try (Socket socket = new Socket(address, emulator.endpoint().getPort())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void keepsItsKeyAndItsFolderToTheUserWhoStartedIt() throws IOException {
        assertThat(Files.getPosixFilePermissions(state)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(Files.getPosixFilePermissions(state.resolve("tls/key.pem")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void aHeaderWhoseActionTheRoleDoesNotHaveAndWhatTheBucketsPolicyDeniesAreRefused() {
        refuses(
                put -> put.overrideConfiguration(header -> header.putHeader("x-amz-tagging", "")),
                "is not authorized to perform: s3:PutObjectTagging on resource: \"arn:aws:s3:::strict-bucket/k\"");
        refuses(put -> put.storageClass(StorageClass.GLACIER), "with an explicit deny");
        assertThatCode(() -> put(proxy.endpoint(), put -> put.storageClass(StorageClass.STANDARD_IA)))
                .doesNotThrowAnyException();
    }

    private static void refuses(Consumer<PutObjectRequest.Builder> how, String message) {
        assertThatThrownBy(() -> put(proxy.endpoint(), how))
                .isInstanceOf(S3Exception.class)
                .hasMessageContaining(message);
        assertThatCode(() -> put(emulator.endpoint(), how))
                .as("by the emulator")
                .doesNotThrowAnyException();
    }

    @Test
    void aNotificationThatOverlapsWithAnotherOneIsRefused() {
        QueueConfiguration notification = QueueConfiguration.builder()
                .queueArn("arn:aws:sqs:us-east-1:111111111111:queue")
                .events(Event.S3_OBJECT_CREATED)
                .build();

        assertThatThrownBy(() -> emulator.target()
                        .at(proxy.endpoint())
                        .s3()
                        .putBucketNotificationConfiguration(request -> request.bucket(BUCKET)
                                .expectedBucketOwner(Emulator.TARGET_ACCOUNT)
                                .notificationConfiguration(all -> all.queueConfigurations(notification, notification))))
                .hasMessageContaining("Configuration is ambiguously defined");
    }

    @Test
    void aConnectionBreaksBeforeTheRequestOrInsteadOfTheAnswer() {
        proxy.always(request -> request.key().equals("before"), new Fault.DropBefore());
        proxy.always(request -> request.key().equals("after"), new Fault.DropAfter());

        for (String key : List.of("before", "after")) {
            assertThatThrownBy(() -> put(proxy.endpoint(), put -> put.key(key))).isInstanceOf(SdkClientException.class);
        }
        assertThat(new S3Bucket(emulator.target(), BUCKET).keys())
                .contains("after")
                .doesNotContain("before");
    }

    /** With a session of the role. */
    private static void put(URI endpoint, Consumer<PutObjectRequest.Builder> how) {
        Account caller = emulator.source().at(endpoint);
        Credentials session = caller.sts()
                .assumeRole(request -> request.roleArn("arn:aws:iam::" + Emulator.TARGET_ACCOUNT + ":role/" + ROLE)
                        .roleSessionName("strict"))
                .credentials();
        Account role = caller.as(StaticCredentialsProvider.create(AwsSessionCredentials.create(
                session.accessKeyId(), session.secretAccessKey(), session.sessionToken())));
        new S3Bucket(role, BUCKET)
                .put("k", "text".getBytes(UTF_8), put -> how.accept(put.expectedBucketOwner(Emulator.TARGET_ACCOUNT)));
    }

    /** Those for requests that change an object: what the page of the sandbox says. */
    @Test
    void sendsTheEventsThatItsPageSays() throws IOException {
        Map<String, Boolean> documented = new LinkedHashMap<>();
        Pattern.compile("(?m)^\\| `([^`]+)` \\| (yes|no) \\|$")
                .matcher(DocumentedTable.table("event-types"))
                .results()
                .forEach(row -> documented.put(row.group(1), row.group(2).equals("yes")));
        assertThat(documented).hasSize(10);
        Account account = emulator.source();
        String queue = notified(account);
        S3Bucket bucket = new S3Bucket(account, EVENTS);

        documented.keySet().forEach(event -> request(event, bucket));

        Collection<String> received = new TreeSet<>();
        documented.values().removeIf(sent -> !sent);
        Eventually.until(
                Duration.ofSeconds(60),
                "each event of the table",
                () -> {
                    received.addAll(read(account, queue));
                    return received;
                },
                seen -> seen.containsAll(documented.keySet()));
        assertThat(received).hasSameElementsAs(documented.keySet());
    }

    /** The address of a queue that gets each event of the bucket. */
    private static String notified(Account account) {
        account.s3().createBucket(request -> request.bucket(EVENTS).objectOwnership(ObjectOwnership.OBJECT_WRITER));
        String arn = "arn:aws:sqs:%s:%s:%s".formatted(account.region().id(), account.id(), EVENTS);
        String policy = """
            {"Statement": [{"Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"},
             "Action": "sqs:SendMessage", "Resource": "%s"}]}\
            """.formatted(arn);
        QueueConfiguration all = QueueConfiguration.builder()
                .queueArn(arn)
                .events(
                        Event.S3_OBJECT_CREATED,
                        Event.S3_OBJECT_REMOVED,
                        Event.S3_OBJECT_RESTORE,
                        Event.S3_OBJECT_TAGGING,
                        Event.S3_OBJECT_ACL_PUT)
                .build();
        String queue = account.sqs()
                .createQueue(request -> request.queueName(EVENTS).attributes(Map.of(QueueAttributeName.POLICY, policy)))
                .queueUrl();
        account.s3()
                .putBucketNotificationConfiguration(request -> request.bucket(EVENTS)
                        .notificationConfiguration(notifications -> notifications.queueConfigurations(all)));
        return queue;
    }

    /** What makes S3 send an event, in the order of the table: the last ones are of a bucket with versions. */
    private static void request(String event, S3Bucket bucket) {
        S3Client s3 = bucket.s3();
        switch (event) {
            case "ObjectCreated:Put" -> bucket.put("put", "content");
            case "ObjectCreated:Copy" ->
                s3.copyObject(copy -> copy.sourceBucket(EVENTS)
                        .sourceKey("put")
                        .destinationBucket(EVENTS)
                        .destinationKey("copy"));
            case "ObjectCreated:CompleteMultipartUpload" -> {
                String id = s3.createMultipartUpload(
                                begin -> begin.bucket(EVENTS).key("upload"))
                        .uploadId();
                String eTag = s3.uploadPart(
                                part -> part.bucket(EVENTS)
                                        .key("upload")
                                        .uploadId(id)
                                        .partNumber(1),
                                RequestBody.fromString("content"))
                        .eTag();
                CompletedPart part =
                        CompletedPart.builder().partNumber(1).eTag(eTag).build();
                s3.completeMultipartUpload(end ->
                        end.bucket(EVENTS).key("upload").uploadId(id).multipartUpload(upload -> upload.parts(part)));
            }
            case "ObjectTagging:Put" -> {
                Tag tag = Tag.builder().key("scan").value("clean").build();
                s3.putObjectTagging(put -> put.bucket(EVENTS).key("put").tagging(tags -> tags.tagSet(tag)));
            }
            case "ObjectTagging:Delete" ->
                s3.deleteObjectTagging(delete -> delete.bucket(EVENTS).key("put"));
            case "ObjectAcl:Put" ->
                s3.putObjectAcl(put -> put.bucket(EVENTS).key("put").acl(ObjectCannedACL.PRIVATE));
            case "ObjectRestore:Post" -> {
                bucket.put("archived", "content".getBytes(UTF_8), put -> put.storageClass(StorageClass.GLACIER));
                s3.restoreObject(
                        post -> post.bucket(EVENTS).key("archived").restoreRequest(restore -> restore.days(1)));
            }
            case "ObjectRemoved:Delete" -> bucket.delete("copy");
            case "ObjectRemoved:DeleteMarkerCreated" -> {
                s3.putBucketVersioning(put -> put.bucket(EVENTS)
                        .versioningConfiguration(versioning -> versioning.status(BucketVersioningStatus.ENABLED)));
                bucket.delete("put");
            }
            default -> assertThat(event).as("the event of no request").isEqualTo("ObjectRestore:Completed");
        }
    }

    private static List<String> read(Account account, String queue) {
        return account
                .sqs()
                .receiveMessage(request ->
                        request.queueUrl(queue).maxNumberOfMessages(10).waitTimeSeconds(1))
                .messages()
                .stream()
                .flatMap(message -> Pattern.compile("\"eventName\": ?\"([^\"]+)\"")
                        .matcher(message.body())
                        .results())
                .map(name -> name.group(1))
                .toList();
    }
}
