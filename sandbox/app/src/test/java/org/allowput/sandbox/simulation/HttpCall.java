package org.allowput.sandbox.simulation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.allowput.emulator.local.Unchecked;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * A request as a service receives it.
 *
 * @param sender the name of the process that sent it
 * @param bucket of S3; empty for the other services
 * @param key of S3, decoded
 * @param body without the framing of its chunks
 * @param trailer that followed the chunks, by name
 */
@SuppressWarnings("ArrayRecordComponent")
public record HttpCall(
        String sender,
        SdkHttpRequest request,
        Service service,
        String operation,
        String bucket,
        String key,
        byte[] body,
        Map<String, String> trailer) {
    private static final Pattern S3_HOST = Pattern.compile("(?:(.+)\\.)?s3(?:[.-][a-z0-9-]+)?\\.amazonaws\\.com");

    public enum Service {
        S3,
        SQS,
        STS,
        STATES
    }

    public static HttpCall of(String sender, SdkHttpRequest request, byte[] sent) {
        String host = request.host();
        Matcher s3 = S3_HOST.matcher(host);
        if (s3.matches()) {
            String path = URLDecoder.decode(request.encodedPath().replace("+", "%2B"), UTF_8)
                    .replaceFirst("^/", "");
            boolean chunked =
                    request.firstMatchingHeader("x-amz-decoded-content-length").isPresent();
            Map<String, String> trailer = new TreeMap<>();
            String bucket = s3.group(1) == null ? path : s3.group(1);
            String key = s3.group(1) == null ? "" : path;
            return new HttpCall(
                    sender,
                    request,
                    Service.S3,
                    s3Operation(request, key),
                    bucket,
                    key,
                    chunked ? content(sent, trailer) : sent,
                    trailer);
        }
        Service service = switch (host.substring(0, host.indexOf('.'))) {
            case "sqs" -> Service.SQS;
            case "sts" -> Service.STS;
            default -> Service.STATES;
        };
        String operation = service == Service.STS
                ? new String(sent, UTF_8).replaceFirst(".*Action=(\\w+).*", "$1")
                : request.firstMatchingHeader("X-Amz-Target").orElse("").replaceFirst(".*\\.", "");
        return new HttpCall(sender, request, service, operation, "", "", sent, Map.of());
    }

    private static String s3Operation(SdkHttpRequest request, String key) {
        boolean upload = request.rawQueryParameters().containsKey("uploadId");
        boolean tags = request.rawQueryParameters().containsKey("tagging");
        return switch (request.method()) {
            case GET -> tags ? "GetObjectTagging" : key.isEmpty() ? "ListObjectsV2" : "GetObject";
            case HEAD -> key.isEmpty() ? "HeadBucket" : "HeadObject";
            case PUT -> upload ? "UploadPart" : "PutObject";
            case POST -> upload ? "CompleteMultipartUpload" : "CreateMultipartUpload";
            case DELETE -> "DeleteObject";
            default -> throw new IllegalArgumentException(request.method() + " " + request.getUri());
        };
    }

    /** Of all chunks; the trailer is filled. */
    private static byte[] content(byte[] sent, Map<String, String> trailer) {
        String text = new String(sent, ISO_8859_1);
        ByteArrayOutputStream content = new ByteArrayOutputStream(sent.length);
        int at = 0;
        for (int length = -1; length != 0; ) {
            int end = text.indexOf("\r\n", at);
            length = Integer.parseInt(text.substring(at, end).replaceFirst(";.*", ""), 16);
            content.write(sent, end + 2, length);
            at = end + 2 + length + (length == 0 ? 0 : 2);
        }
        for (String line : text.substring(at).split("\r\n", -1)) {
            String[] field = line.split(":", 2);
            if (field.length == 2) {
                trailer.put(field[0], field[1].strip());
            }
        }
        return content.toByteArray();
    }

    /** With one bit of the body that is another. */
    HttpCall withChangedBody() {
        byte[] changed = body.clone();
        if (changed.length > 0) {
            changed[changed.length / 2] ^= 1;
        }
        return new HttpCall(sender, request, service, operation, bucket, key, changed, trailer);
    }

    public Optional<String> header(String name) {
        return request.firstMatchingHeader(name);
    }

    public Optional<String> query(String name) {
        List<String> values = request.rawQueryParameters().get(name);
        return values == null || values.isEmpty() ? Optional.empty() : Optional.ofNullable(values.getFirst());
    }

    /** The id of the upload that it is about, or nothing. */
    public String upload() {
        return query("uploadId").orElse("");
    }

    public Map<String, Object> json() {
        return Unchecked.get(() -> JSON.std.mapFrom(body));
    }

    public String token() {
        return header("X-Amz-Security-Token").orElse("");
    }

    @Override
    public String toString() {
        String what = bucket.isEmpty() ? "" : " " + bucket + (key.isEmpty() ? "" : "/" + key);
        return operation
                + what
                + query("partNumber").map(part -> " part " + part).orElse("")
                + header("Range").map(range -> " " + range).orElse("");
    }
}
