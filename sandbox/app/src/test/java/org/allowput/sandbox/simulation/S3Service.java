package org.allowput.sandbox.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * S3 of both accounts, as far as the function and the commands use it. What AWS refuses is refused.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html">S3's
 *     API</a>
 */
public final class S3Service {
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Pattern PART = Pattern.compile("<Part>.*?</Part>", Pattern.DOTALL);
    private static final int SMALLEST_PART = 5 * 1024 * 1024;

    private final VirtualTime time;
    private final Map<String, SimulatedBucket> buckets = new TreeMap<>();

    public S3Service(VirtualTime time) {
        this.time = time;
    }

    public SimulatedBucket create(String name, boolean versioned) {
        SimulatedBucket bucket = new SimulatedBucket(versioned);
        buckets.put(name, bucket);
        return bucket;
    }

    /** What S3 answers instead of carrying a request out. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        private final int status;

        Refused(int status, String code) {
            super(code);
            this.status = status;
        }
    }

    ServiceAnswer handle(HttpCall call) {
        try {
            return carryOut(call);
        } catch (Refused e) {
            return ServiceAnswer.error(call, e.status, String.valueOf(e.getMessage()));
        }
    }

    private ServiceAnswer carryOut(HttpCall call) throws Refused {
        SimulatedBucket bucket =
                Optional.ofNullable(buckets.get(call.bucket())).orElseThrow(() -> new Refused(404, "NoSuchBucket"));
        return switch (call.operation()) {
            case "GetObject", "HeadObject" -> read(bucket, call);
            case "HeadBucket" -> ServiceAnswer.empty(200, Map.of());
            case "ListObjectsV2" -> list(bucket, call);
            case "PutObject" -> put(bucket, call);
            case "DeleteObject" -> {
                bucket.delete(call.key());
                yield ServiceAnswer.empty(204, Map.of());
            }
            case "CreateMultipartUpload" -> {
                SimulatedBucket.Upload upload = bucket.begin(call.key(), kept(call), tags(call), time.instant());
                yield ServiceAnswer.xml(
                        200,
                        "<InitiateMultipartUploadResult><UploadId>" + upload.id()
                                + "</UploadId></InitiateMultipartUploadResult>");
            }
            case "UploadPart" -> part(bucket, call);
            case "CompleteMultipartUpload" -> complete(bucket, call);
            case "GetObjectTagging" -> tagging(bucket, call);
            default -> throw new IllegalArgumentException(call.toString());
        };
    }

    private static SimulatedObject named(SimulatedBucket bucket, HttpCall call) throws Refused {
        return bucket.version(call.key(), call.query("versionId").orElse(null))
                .orElseThrow(() -> new Refused(404, "NoSuchKey"));
    }

    private static ServiceAnswer read(SimulatedBucket bucket, HttpCall call) throws Refused {
        SimulatedObject object = named(bucket, call);
        Optional<String> match = call.header("If-Match");
        if (match.isPresent() && !match.get().replace("\"", "").equals(object.eTag())) {
            throw new Refused(412, "PreconditionFailed");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        boolean checksums = call.header("x-amz-checksum-mode").isPresent()
                && call.header("Range").isEmpty();
        object.headers().forEach((name, value) -> {
            if (checksums || !name.startsWith("x-amz-checksum")) {
                headers.put(name, value);
            }
        });
        headers.put("ETag", "\"" + object.eTag() + "\"");
        headers.put("Last-Modified", HTTP_DATE.format(object.modified()));
        if (object.versionId() != null) {
            headers.put("x-amz-version-id", object.versionId());
        }
        if (call.operation().equals("GetObject") && !object.tags().isEmpty()) {
            headers.put("x-amz-tagging-count", Integer.toString(object.tags().size()));
        }
        byte[] bytes = object.bytes();
        Optional<String> range = call.header("Range");
        if (range.isEmpty()) {
            headers.put("Content-Length", Integer.toString(bytes.length));
            return ServiceAnswer.of(200, headers, bytes);
        }
        String[] ends = range.get().substring("bytes=".length()).split("-", 2);
        int from = Integer.parseInt(ends[0]);
        int to = Integer.parseInt(ends[1]);
        headers.put("Content-Range", "bytes " + from + "-" + to + "/" + bytes.length);
        return new ServiceAnswer(206, headers, bytes, from, to - from + 1);
    }

    private ServiceAnswer put(SimulatedBucket bucket, HttpCall call) throws Refused {
        requireNone(bucket, call);
        requireDigest(call, call.body());
        SimulatedObject object = bucket.put(
                call.key(), call.body(), kept(call), SimulatedObject.eTag(call.body()), tags(call), time.instant());
        Map<String, String> headers = new LinkedHashMap<>(Map.of("ETag", "\"" + object.eTag() + "\""));
        crc(call).ifPresent(crc -> headers.put("x-amz-checksum-crc32", crc));
        return ServiceAnswer.empty(200, headers);
    }

    private static Optional<String> crc(HttpCall call) {
        return call.header("x-amz-checksum-crc32")
                .or(() -> Optional.ofNullable(call.trailer().get("x-amz-checksum-crc32")));
    }

    /** With {@code If-None-Match}, which is {@code *}. */
    private static void requireNone(SimulatedBucket bucket, HttpCall call) throws Refused {
        if (call.header("If-None-Match").isPresent() && bucket.get(call.key()).isPresent()) {
            throw new Refused(412, "PreconditionFailed");
        }
    }

    private static void requireDigest(HttpCall call, byte[] bytes) throws Refused {
        String md5 = call.header("Content-MD5").orElse("");
        boolean otherMd5 = !md5.isEmpty()
                && !HexFormat.of().formatHex(Base64.getDecoder().decode(md5)).equals(SimulatedObject.md5(bytes));
        String crc = crc(call).orElse("");
        if (otherMd5 || (!crc.isEmpty() && !crc.equals(SimulatedObject.crc32(bytes)))) {
            throw new Refused(400, "BadDigest");
        }
    }

    private static Map<String, String> kept(HttpCall call) {
        Map<String, String> headers = new TreeMap<>();
        call.request().forEachHeader((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith("x-amz-meta-") || lower.equals("content-type") || lower.equals("cache-control")) {
                headers.put(lower, values.getFirst());
            }
        });
        return headers;
    }

    private static Map<String, String> tags(HttpCall call) {
        Map<String, String> tags = new TreeMap<>();
        for (String tag : call.header("x-amz-tagging").orElse("").split("&", -1)) {
            if (!tag.isEmpty()) {
                String[] parts = tag.split("=", 2);
                tags.put(URLDecoder.decode(parts[0], UTF_8), URLDecoder.decode(parts[1], UTF_8));
            }
        }
        return tags;
    }

    private static SimulatedBucket.Upload upload(SimulatedBucket bucket, HttpCall call) throws Refused {
        return bucket.upload(call.upload())
                .filter(upload -> upload.key().equals(call.key()))
                .orElseThrow(() -> new Refused(404, "NoSuchUpload"));
    }

    private static ServiceAnswer part(SimulatedBucket bucket, HttpCall call) throws Refused {
        SimulatedBucket.Upload upload = upload(bucket, call);
        requireDigest(call, call.body());
        upload.parts().put(Integer.valueOf(call.query("partNumber").orElseThrow()), call.body());
        String eTag = "\"" + SimulatedObject.eTag(call.body()) + "\"";
        String crc = SimulatedObject.crc32(call.body());
        return ServiceAnswer.empty(200, Map.of("ETag", eTag, "x-amz-checksum-crc32", crc));
    }

    private ServiceAnswer complete(SimulatedBucket bucket, HttpCall call) throws Refused {
        SimulatedBucket.Upload upload = upload(bucket, call);
        requireNone(bucket, call);
        List<byte[]> parts = new ArrayList<>();
        int before = 0;
        Matcher listed = PART.matcher(new String(call.body(), UTF_8));
        while (listed.find()) {
            int number = Integer.parseInt(element(listed.group(), "PartNumber"));
            byte[] part = upload.parts().get(number);
            String tag = element(listed.group(), "ETag").replace("&quot;", "").replace("\"", "");
            if (part == null || !SimulatedObject.eTag(part).equals(tag)) {
                throw new Refused(400, "InvalidPart");
            }
            if (number <= before) {
                throw new Refused(400, "InvalidPartOrder");
            }
            before = number;
            parts.add(part);
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (int i = 0; i < parts.size(); i++) {
            if (i < parts.size() - 1 && parts.get(i).length < SMALLEST_PART) {
                throw new Refused(400, "EntityTooSmall");
            }
            whole.writeBytes(parts.get(i));
        }
        byte[] bytes = whole.toByteArray();
        String size = call.header("x-amz-mp-object-size").orElse("");
        if (!size.isEmpty() && Long.parseLong(size) != bytes.length) {
            throw new Refused(400, "InvalidRequest");
        }
        requireDigest(call, bytes);
        bucket.end(upload);
        SimulatedObject object = bucket.put(
                call.key(),
                bytes,
                upload.headers(),
                SimulatedObject.eTag(bytes) + "-" + parts.size(),
                upload.tags(),
                time.instant());
        return ServiceAnswer.xml(
                200,
                "<CompleteMultipartUploadResult><ETag>&quot;" + object.eTag()
                        + "&quot;</ETag></CompleteMultipartUploadResult>");
    }

    private static String element(String xml, String name) {
        return xml.substring(xml.indexOf("<" + name + ">") + name.length() + 2, xml.indexOf("</" + name + ">"));
    }

    private static ServiceAnswer tagging(SimulatedBucket bucket, HttpCall call) throws Refused {
        return ServiceAnswer.xml(
                200,
                named(bucket, call).tags().entrySet().stream()
                        .map(tag -> "<Tag><Key>" + tag.getKey() + "</Key><Value>" + tag.getValue() + "</Value></Tag>")
                        .collect(Collectors.joining("", "<Tagging><TagSet>", "</TagSet></Tagging>")));
    }

    private static ServiceAnswer list(SimulatedBucket bucket, HttpCall call) {
        String prefix = call.query("prefix").orElse("");
        String after = call.query("start-after").orElse("");
        boolean isFolder = call.query("delimiter").isPresent();
        List<SimulatedObject> listed = bucket.objects().values().stream()
                .filter(object ->
                        object.key().startsWith(prefix) && object.key().compareTo(after) > 0)
                .toList();
        String folders = listed.stream()
                .filter(object -> isFolder && object.key().indexOf('/', prefix.length()) >= 0)
                .map(object -> object.key().substring(0, object.key().indexOf('/', prefix.length()) + 1))
                .distinct()
                .map(folder ->
                        "<CommonPrefixes><Prefix>" + URLEncoder.encode(folder, UTF_8) + "</Prefix></CommonPrefixes>")
                .collect(Collectors.joining());
        String contents = listed.stream()
                .filter(object -> !isFolder || object.key().indexOf('/', prefix.length()) < 0)
                .map(object -> "<Contents><Key>" + URLEncoder.encode(object.key(), UTF_8) + "</Key><LastModified>"
                        + Instant.ofEpochSecond(object.modified().getEpochSecond()) + "</LastModified><ETag>&quot;"
                        + object.eTag() + "&quot;</ETag><Size>" + object.bytes().length + "</Size></Contents>")
                .collect(Collectors.joining());
        return ServiceAnswer.xml(
                200,
                "<ListBucketResult><IsTruncated>false</IsTruncated><EncodingType>url</EncodingType>" + contents
                        + folders + "</ListBucketResult>");
    }
}
