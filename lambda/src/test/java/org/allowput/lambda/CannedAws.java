package org.allowput.lambda;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allowput.lambda.RecordedRequest.Operation;
import org.allowput.lambda.copy.Zeros;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpFullResponse;

/**
 * The answers of S3 and STS as AWS documents them: each read returns the same source object, each write succeeds. What
 * is to fail is stated beforehand.
 */
final class CannedAws {
    /**
     * A version of the source object, as GET and HEAD return it: its size in bytes and its headers. Its bytes are 0.
     */
    record SourceVersion(long size, Map<String, String> headers) {}

    private record Refusal(Operation operation, int status, String code) {}

    private Optional<SourceVersion> source;
    private Optional<Operation> removal = Optional.empty();
    private final List<Refusal> refusals = new ArrayList<>();
    /** The bucket for results of the workflow's tasks. */
    private final Map<String, String> results = new HashMap<>();

    private String tagSet = "";
    private boolean checksumsOfParts = true;
    private final List<String> executions = new ArrayList<>();
    private String executionInput = "\"{}\"";

    private CannedAws(Optional<SourceVersion> source) {
        this.source = source;
    }

    static CannedAws withObject(long size, Map<String, String> headers) {
        return new CannedAws(Optional.of(new SourceVersion(size, headers)));
    }

    static CannedAws withoutObject() {
        return new CannedAws(Optional.empty());
    }

    /** From now on there is no source object. */
    void removeObject() {
        source = Optional.empty();
    }

    /** The source object is removed just before the next request of that kind is answered. */
    CannedAws removingObjectBefore(Operation operation) {
        removal = Optional.of(operation);
        return this;
    }

    /** The next request of that kind gets this error. */
    CannedAws refusing(Operation operation, int status, String code) {
        refusals.add(new Refusal(operation, status, code));
        return this;
    }

    CannedAws withTag(String key, String value) {
        tagSet += "<Tag><Key>" + key + "</Key><Value>" + value + "</Value></Tag>";
        return this;
    }

    /** The next execution that is described has that status, and any of them this input, as JSON text. */
    CannedAws withExecution(String status, String input) {
        executions.add(status);
        executionInput = input;
        return this;
    }

    /** As some stores do that speak S3. */
    CannedAws withoutChecksumsOfParts() {
        checksumsOfParts = false;
        return this;
    }

    HttpExecuteResponse answer(RecordedRequest request) {
        if (removal.filter(request.operation()::equals).isPresent()) {
            removeObject();
        }
        Optional<Refusal> refusal = refusals.stream()
                .filter(next -> next.operation() == request.operation())
                .findFirst();
        if (refusal.isPresent()) {
            refusals.remove(refusal.get());
            return error(
                    request.operation(), refusal.get().status(), refusal.get().code());
        }
        return switch (request.operation()) {
            case ASSUME_ROLE -> xml(200, """
                <AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ROLE</AccessKeyId>\
                <SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken>\
                <Expiration>2100-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>\
                """);
            case GET_CALLER_IDENTITY -> xml(200, """
                <GetCallerIdentityResponse><GetCallerIdentityResult>\
                <Arn>arn:aws:sts::222222222222:assumed-role/ReplicateObjects/ReplicateObjects</Arn>\
                </GetCallerIdentityResult></GetCallerIdentityResponse>\
                """);
            case START_EXECUTION -> json(200, """
                {"executionArn": "arn:aws:states:us-east-1:222222222222:execution:ReplicateObjects-large-objects:x", "startDate": 0}\
                """);
            case DESCRIBE_EXECUTION ->
                json(200, """
                    {"status": "%s", "input": %s}\
                    """.formatted(executions.isEmpty() ? "RUNNING" : executions.removeFirst(), executionInput));
            case GET_OBJECT, HEAD_OBJECT ->
                results.containsKey(address(request))
                        ? stored(request)
                        : request.line().contains("//large-bucket.")
                                ? error(request.operation(), 404, "NoSuchKey")
                                : source.map(version -> read(version, request))
                                        .orElseGet(() -> error(request.operation(), 404, "NoSuchKey"));
            case GET_TAGS -> xml(200, "<Tagging><TagSet>" + tagSet + "</TagSet></Tagging>");
            case BEGIN_UPLOAD -> xml(200, """
                <InitiateMultipartUploadResult><UploadId>upload-1</UploadId></InitiateMultipartUploadResult>\
                """);
            case PUT_PART -> bytes(200, withChecksum(request), InputStream.nullInputStream(), 0);
            case COMPLETE_UPLOAD -> xml(200, """
                <CompleteMultipartUploadResult><ETag>"copy"</ETag></CompleteMultipartUploadResult>\
                """);
            case PUT_OBJECT -> {
                if (request.line().contains("//large-bucket.")) {
                    results.put(address(request), request.trailer());
                }
                yield bytes(200, Map.of("ETag", "\"copy\""), InputStream.nullInputStream(), 0);
            }
            case HEAD_BUCKET -> bytes(200, Map.of("ETag", "\"copy\""), InputStream.nullInputStream(), 0);
            case CHANGE_VISIBILITY, SEND_MESSAGE -> json(200, "{}");
            case GET_NOTIFICATION -> xml(200, """
                <NotificationConfiguration><EventBridgeConfiguration/></NotificationConfiguration>\
                """);
            case DESCRIBE_RULE -> json(200, "{\"Name\":\"rule\",\"State\":\"ENABLED\"}");
            case LIST_TARGETS -> json(200, """
                {"Targets":[{"Id":"Queue","Arn":"arn:aws:sqs:us-east-1:222222222222:ReplicateObjects"}]}\
                """);
            case DELETE_OBJECT -> bytes(204, Map.of(), InputStream.nullInputStream(), 0);
        };
    }

    private HttpExecuteResponse stored(RecordedRequest request) {
        byte[] body = results.getOrDefault(address(request), "").getBytes(ISO_8859_1);
        return bytes(200, Map.of(), new ByteArrayInputStream(body), body.length);
    }

    private static String address(RecordedRequest request) {
        return request.line().substring(request.line().indexOf(' '));
    }

    private HttpExecuteResponse read(SourceVersion version, RecordedRequest request) {
        Map<String, String> headers = new HashMap<>(version.headers());
        Optional<String> range = request.header("range");
        if (range.isEmpty()) {
            boolean head = request.operation() == Operation.HEAD_OBJECT;
            return bytes(
                    200, headers, head ? InputStream.nullInputStream() : new Zeros(version.size()), version.size());
        }
        String[] ends = range.get().substring("bytes=".length()).split("-", 2);
        long length = Long.parseLong(ends[1]) - Long.parseLong(ends[0]) + 1;
        headers.put("Content-Range", "bytes " + ends[0] + "-" + ends[1] + "/" + version.size());
        return bytes(206, headers, new Zeros(length), length);
    }

    private Map<String, String> withChecksum(RecordedRequest request) {
        Map<String, String> headers = new HashMap<>(Map.of("ETag", "\"part\""));
        if (checksumsOfParts) {
            Arrays.stream(request.trailer().split("\r\n"))
                    .filter(line -> line.startsWith("x-amz-checksum-"))
                    .map(line -> line.split(":", 2))
                    .forEach(header -> headers.put(header[0], header[1].strip()));
        }
        return headers;
    }

    private static HttpExecuteResponse error(Operation operation, int status, String code) {
        String error = "<Error><Code>" + code + "</Code><Message>" + code + "</Message></Error>";
        return switch (operation) {
            case HEAD_OBJECT, HEAD_BUCKET -> bytes(status, Map.of(), InputStream.nullInputStream(), 0);
            case START_EXECUTION, DESCRIBE_EXECUTION ->
                json(status, "{\"__type\":\"" + code + "\",\"message\":\"" + code + "\"}");
            case ASSUME_ROLE, GET_CALLER_IDENTITY -> xml(status, "<ErrorResponse>" + error + "</ErrorResponse>");
            default -> xml(status, error);
        };
    }

    private static HttpExecuteResponse json(int status, String text) {
        byte[] body = text.getBytes(UTF_8);
        return bytes(
                status,
                Map.of("Content-Type", "application/x-amz-json-1.0"),
                new ByteArrayInputStream(body),
                body.length);
    }

    private static HttpExecuteResponse xml(int status, String text) {
        byte[] body = text.getBytes(UTF_8);
        return bytes(status, Map.of("Content-Type", "application/xml"), new ByteArrayInputStream(body), body.length);
    }

    private static HttpExecuteResponse bytes(int status, Map<String, String> headers, InputStream body, long length) {
        SdkHttpFullResponse.Builder response = SdkHttpFullResponse.builder()
                .statusCode(status)
                .putHeader("Content-Length", Long.toString(length))
                .putHeader("x-amz-request-id", "318BC8BC148832E5");
        headers.forEach(response::putHeader);
        return HttpExecuteResponse.builder()
                .response(response.build())
                .responseBody(AbortableInputStream.create(body))
                .build();
    }
}
