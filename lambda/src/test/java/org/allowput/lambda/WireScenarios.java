package org.allowput.lambda;

import static org.allowput.lambda.WireScenario.LOOK;
import static org.allowput.lambda.WireScenario.OBJECT_CREATED;
import static org.allowput.lambda.WireScenario.OBJECT_CREATED_SENT_AGAIN;
import static org.allowput.lambda.WireScenario.OBJECT_CREATED_THIRD_DELIVERY;
import static org.allowput.lambda.WireScenario.OBJECT_REMOVED;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.allowput.lambda.RecordedRequest.Operation;
import org.allowput.lambda.WireScenario.Run;

/** The chapters of the wire contract: each way to send requests, and each opt-in. */
final class WireScenarios {
    private static final int MIB = 1024 * 1024;
    private static final int SMALL = 10;
    private static final int ONE_PART = 6 * MIB;
    /** The usual part has 32 MiB. */
    private static final int TWO_PARTS = 33 * MIB;

    private static final String KEY = "arn:aws:kms:eu-west-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    private static final Map<String, String> NONE = Map.of();
    private static final Map<String, String> TAGS = Map.of("REPLICATE_TAGS", "true");
    private static final Map<String, String> DELETES = Map.of("REPLICATE_DELETES", "deletionsAndExpirations");
    private static final Map<String, String> KMS = Map.of("TARGET_KMS_KEY_ARN", KEY);
    private static final Map<String, String> ONCE = Map.of("WRITE_ONCE", "true");
    private static final Map<String, String> DELIVER = Map.of("SELECTION", "[{\"deliverTo\":\"_deliveries/\"}]");
    private static final Map<String, String> ALL = Map.of(
            "REPLICATE_TAGS", "true",
            "REPLICATE_DELETES", "deletionsAndExpirations",
            "TARGET_KMS_KEY_ARN", KEY,
            "STORAGE_CLASS", "STANDARD_IA",
            "RECEIPTS_BUCKET", "receipts-bucket",
            "WRITE_ONCE", "true");

    private static final String COPIED = "\"outcome\":\"copied\"";
    private static final String FAILED = "\"outcome\":\"failed\"";

    private WireScenarios() {}

    static List<WireScenario> all() {
        return Stream.of(onePut(), multipart(), optIns(), sessions(), largeObjects(), looks(), beforeASnapshot())
                .flatMap(List::stream)
                .toList();
    }

    private static List<WireScenario> looks() {
        return List.of(new WireScenario(
                "A look at the source bucket and its rule", NONE, crc32(SMALL), LOOK, "\"connection\":\"connected\""));
    }

    private static List<WireScenario> onePut() {
        return List.of(
                copied("One PUT", NONE, crc32(SMALL)),
                copied("One PUT; content headers, metadata, a CRC64NVME", NONE, described()),
                copied("One PUT; an MD5 as the entity tag, no checksum", NONE, md5()),
                copied("One PUT; neither MD5 nor checksum", NONE, plain(SMALL)),
                copied(
                        "One PUT, sent again after 503",
                        NONE,
                        crc32(SMALL).refusing(Operation.PUT_OBJECT, 503, "SlowDown")),
                new WireScenario(
                        "One PUT, refused",
                        NONE,
                        crc32(SMALL).refusing(Operation.PUT_OBJECT, 403, "AccessDenied"),
                        OBJECT_CREATED,
                        FAILED),
                new WireScenario(
                        "One PUT, refused for the third time",
                        NONE,
                        crc32(SMALL).refusing(Operation.PUT_OBJECT, 403, "AccessDenied"),
                        OBJECT_CREATED_THIRD_DELIVERY,
                        FAILED),
                new WireScenario(
                        "One PUT, for a message that was sent again",
                        NONE,
                        crc32(SMALL),
                        OBJECT_CREATED_SENT_AGAIN,
                        COPIED),
                new WireScenario(
                        "A message that can never be copied; the dead-letter queue refuses it",
                        NONE,
                        crc32(SMALL)
                                .refusing(Operation.GET_OBJECT, 403, "InvalidObjectState")
                                .refusing(Operation.SEND_MESSAGE, 403, "AccessDenied"),
                        OBJECT_CREATED,
                        "not sent to the dead-letter queue"),
                withoutObject("The object is gone", OBJECT_CREATED, "gone"),
                withoutObject("An object is removed; deletions are not replicated", OBJECT_REMOVED, "skipped"));
    }

    private static List<WireScenario> multipart() {
        return List.of(
                copied("Multipart of two parts; a CRC32", NONE, crc32(TWO_PARTS)),
                copied("Multipart; a CRC64NVME", NONE, crc64nvme()),
                copied("Multipart; no checksum", NONE, plain(ONE_PART)),
                copied(
                        "Multipart; the target returns no checksums of parts",
                        NONE,
                        crc32(ONE_PART).withoutChecksumsOfParts()),
                new WireScenario(
                        "Multipart, refused",
                        NONE,
                        crc32(ONE_PART).refusing(Operation.PUT_PART, 403, "AccessDenied"),
                        OBJECT_CREATED,
                        FAILED));
    }

    private static List<WireScenario> optIns() {
        CannedAws infrequent = object(SMALL, Map.of("x-amz-storage-class", "STANDARD_IA"));
        return List.of(
                copied("Tags; the object has two", TAGS, tagged(SMALL)),
                copied("Tags; the object has none", TAGS, crc32(SMALL)),
                copied("Tags; multipart", TAGS, tagged(ONE_PART)),
                copied(
                        "Tags; the source bucket is not versioned",
                        TAGS,
                        unversioned().withTag("project", "x")),
                new WireScenario(
                        "Deletes", DELETES, CannedAws.withoutObject(), OBJECT_REMOVED, "\"outcome\":\"deleted\""),
                copied("A KMS key", KMS, crc32(SMALL)),
                copied("A KMS key; multipart", KMS, crc32(ONE_PART)),
                copied("A storage class", Map.of("STORAGE_CLASS", "STANDARD_IA"), crc32(SMALL)),
                copied("The source's storage class", Map.of("STORAGE_CLASS", "PRESERVE"), infrequent),
                copied("Written once", ONCE, crc32(SMALL)),
                copied("Written once; multipart", ONCE, crc32(ONE_PART)),
                new WireScenario(
                        "Written once; the target has an object",
                        ONCE,
                        crc32(SMALL).refusing(Operation.PUT_OBJECT, 412, "PreconditionFailed"),
                        OBJECT_CREATED,
                        "\"outcome\":\"existing\""),
                copied("Receipts", Map.of("RECEIPTS_BUCKET", "receipts-bucket"), crc32(SMALL)),
                copied("Delivered receipts", DELIVER, crc32(SMALL)),
                copied("Delivered receipts, by a role that writes once", with(DELIVER, with(ONCE, KMS)), crc32(SMALL)),
                copied("All of them", ALL, tagged(SMALL)),
                copied("All of them; multipart", ALL, tagged(ONE_PART)));
    }

    private static List<WireScenario> sessions() {
        return List.of(new WireScenario(
                "The role is denied",
                NONE,
                crc32(SMALL).refusing(Operation.ASSUME_ROLE, 403, "AccessDenied"),
                OBJECT_CREATED,
                "ReplicateObjects/ReplicateObjects"));
    }

    private static List<WireScenario> largeObjects() {
        Map<String, String> startsWorkflow = Map.of(
                "LARGE_OBJECTS_STATE_MACHINE_ARN",
                "arn:aws:states:us-east-1:222222222222:stateMachine:ReplicateObjects-large-objects");
        Map<String, String> copies = Map.of("LARGE_OBJECTS_BUCKET", "large-bucket");
        String workflowStarted = "\"outcome\":\"workflowStarted\"";
        return List.of(
                new WireScenario(
                        "A large object starts the workflow",
                        startsWorkflow,
                        crc32(ONE_PART),
                        OBJECT_CREATED,
                        workflowStarted),
                new WireScenario(
                        "A large object has started the workflow before",
                        startsWorkflow,
                        crc32(ONE_PART).refusing(Operation.START_EXECUTION, 400, "ExecutionAlreadyExists"),
                        OBJECT_CREATED,
                        workflowStarted),
                new WireScenario(
                        "A large object has started the workflow before, and its copy failed",
                        startsWorkflow,
                        crc32(ONE_PART)
                                .refusing(Operation.START_EXECUTION, 400, "ExecutionAlreadyExists")
                                .withExecution("FAILED", "\"{}\""),
                        OBJECT_CREATED,
                        workflowStarted),
                new WireScenario(
                        "A large object cannot start the workflow",
                        startsWorkflow,
                        crc32(ONE_PART).refusing(Operation.START_EXECUTION, 400, "AccessDeniedException"),
                        OBJECT_CREATED,
                        "Step Functions answered 400 AccessDeniedException"),
                new WireScenario(
                        "The workflow copies a large object",
                        copies,
                        crc32(TWO_PARTS),
                        WireScenario.LARGE_OBJECT_COPIED,
                        COPIED),
                new WireScenario(
                        "The workflow copies a large object with all opt-ins",
                        with(ALL, copies),
                        tagged(TWO_PARTS),
                        WireScenario.LARGE_OBJECT_COPIED,
                        COPIED),
                new WireScenario(
                        "The workflow gives a large object up",
                        copies,
                        crc32(TWO_PARTS),
                        WireScenario.LARGE_OBJECT_GIVEN_UP,
                        "range 0: denied"));
    }

    private static List<WireScenario> beforeASnapshot() {
        return List.of(new WireScenario(
                "Before a snapshot",
                NONE,
                CannedAws.withoutObject(),
                (wiring, log) -> wiring.warmUpSourceClient(),
                ""));
    }

    private static WireScenario copied(String title, Map<String, String> optIns, CannedAws aws) {
        return new WireScenario(title, optIns, aws, OBJECT_CREATED, COPIED);
    }

    private static WireScenario withoutObject(String title, Run run, String outcome) {
        return new WireScenario(title, NONE, CannedAws.withoutObject(), run, "\"outcome\":\"" + outcome + "\"");
    }

    private static CannedAws described() {
        Map<String, String> headers = new HashMap<>(Map.of(
                "Cache-Control", "max-age=60",
                "Content-Disposition", "attachment",
                "Content-Encoding", "identity",
                "Content-Language", "en",
                "Content-Type", "text/csv",
                "Expires", "Thu, 01 Jan 2026 00:00:00 GMT",
                "x-amz-website-redirect-location", "/elsewhere",
                "x-amz-meta-author", "b"));
        headers.put("x-amz-checksum-crc64nvme", "AAAAAAAAAAA=");
        return object(SMALL, headers);
    }

    private static CannedAws md5() {
        return object(SMALL, Map.of("ETag", "\"a63c90cc3684ad8b0a2176a6a8fe9005\""));
    }

    private static CannedAws plain(int size) {
        return object(size, Map.of());
    }

    private static CannedAws crc32(int size) {
        CRC32 crc = new CRC32();
        crc.update(new byte[size]);
        byte[] bytes = ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
        return object(size, Map.of("x-amz-checksum-crc32", Base64.getEncoder().encodeToString(bytes)));
    }

    private static CannedAws crc64nvme() {
        return object(ONE_PART, Map.of("x-amz-checksum-crc64nvme", "nqnuO6DT3hE="));
    }

    private static CannedAws tagged(int size) {
        return crc32(size).withTag("project", "x").withTag("owner", "b and co");
    }

    private static CannedAws unversioned() {
        return CannedAws.withObject(SMALL, Map.of("ETag", "\"a63c90cc3684ad8b0a2176a6a8fe9005\""));
    }

    /** One of a versioned bucket. */
    private static CannedAws object(int size, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(Map.of(
                "ETag", "\"0123456789abcdef0123456789abcdef-2\"",
                "Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT",
                "x-amz-version-id", "version-1"));
        all.putAll(headers);
        return CannedAws.withObject(size, all);
    }

    private static Map<String, String> with(Map<String, String> one, Map<String, String> other) {
        Map<String, String> both = new HashMap<>(one);
        both.putAll(other);
        return both;
    }
}
