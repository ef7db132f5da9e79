package org.allowput.lambda.copy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.allowput.contract.object.SourceState;
import org.allowput.contract.object.StoredChecksum;
import org.allowput.contract.object.StoredChecksum.Algorithm;
import org.allowput.lambda.checksum.Verification;
import org.allowput.lambda.s3.PinnedRange;
import org.allowput.lambda.s3.S3Source.SourceObject;
import org.allowput.lambda.s3.S3Target;
import org.allowput.lambda.s3.StoredObject;
import org.allowput.lambda.s3.TargetObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.s3.S3Client;

/** Which headers the request has that makes an object: they decide which actions AWS asks for. */
class S3TargetTest {
    private static final String BYTES = "bytes";

    /** The requests that state what an object has besides its bytes. */
    enum RequestKind {
        PUT_OBJECT,
        CREATE_MULTIPART_UPLOAD
    }

    /**
     * The header would need s3:PutObjectTagging, even if it is empty.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html">PutObject</a>
     */
    @ParameterizedTest
    @EnumSource
    void anObjectWithoutTagsIsSentWithoutTheTaggingHeader(RequestKind kind) {
        assertThat(sent(kind, Map.of(), Map.of()).headers()).doesNotContainKey("x-amz-tagging");
    }

    @ParameterizedTest
    @EnumSource
    void tagsAreSentInOneHeader(RequestKind kind) {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("team", "a b");
        tags.put("cost&center", "7=é");

        assertThat(sent(kind, Map.of(), tags).firstMatchingHeader("x-amz-tagging"))
                .contains("team=a%20b&cost%26center=7%3D%C3%A9");
    }

    @ParameterizedTest
    @EnumSource
    void aMetadataNameThatBeginsLikeS3sPrefixStaysApartFromTheOneWithoutIt(RequestKind kind) {
        Map<String, String> metadata = Map.of("name", "1", "x-amz-meta-name", "2", "x-amz-meta-other", "3");

        Map<String, List<String>> headers = new TreeMap<>();
        sent(kind, metadata, Map.of()).forEachHeader((name, values) -> {
            if (name.startsWith("x-amz-meta-")) {
                headers.put(name, values);
            }
        });

        assertThat(headers)
                .isEqualTo(Map.of(
                        "x-amz-meta-name", List.of("1"),
                        "x-amz-meta-x-amz-meta-name", List.of("2"),
                        "x-amz-meta-x-amz-meta-other", List.of("3")));
    }

    /** Which receipts record. */
    @Test
    void aPutReturnsWhatTheTargetStored() {
        Map<String, String> headers = Map.of(
                "ETag", "\"put\"",
                "x-amz-version-id", "v1",
                "x-amz-checksum-crc32", "AAAAAA==",
                "x-amz-checksum-type", "FULL_OBJECT");

        StoredObject stored = request(new SingleAnswerHttpClient(headers, ""), S3TargetTest::put);

        assertThat(stored)
                .isEqualTo(new StoredObject(
                        "\"put\"", "v1", Optional.of(new StoredChecksum(Algorithm.CRC32, "AAAAAA==", true))));
    }

    @Test
    void aCompletedUploadReturnsWhatTheTargetStored() {
        SingleAnswerHttpClient http = new SingleAnswerHttpClient(Map.of(), """
            <CompleteMultipartUploadResult><ETag>"completed"</ETag><ChecksumSHA1>q4o=-3</ChecksumSHA1>\
            <ChecksumType>COMPOSITE</ChecksumType></CompleteMultipartUploadResult>\
            """);
        List<S3Target.Part> parts = List.of(new S3Target.Part(1, "\"part\"", 5, Optional.of("AAAAAA==")));

        S3Target.Upload upload = new S3Target.Upload("key", "upload", Algorithm.CRC32);
        StoredObject stored = request(http, target -> target.complete(upload, parts, 5, Optional.empty()));

        assertThat(stored)
                .isEqualTo(new StoredObject(
                        "\"completed\"", null, Optional.of(new StoredChecksum(Algorithm.SHA1, "q4o=-3", false))));
    }

    private static SdkHttpRequest sent(RequestKind kind, Map<String, String> metadata, Map<String, String> tags) {
        SourceState state = new SourceState(
                "key", BYTES.length(), "\"e\"", null, null, Map.of(), metadata, 0, Optional.empty(), null, null);
        TargetObject object = new TargetObject("key", state, tags);
        SingleAnswerHttpClient http = new SingleAnswerHttpClient(
                Map.of("ETag", "\"e\""),
                kind == RequestKind.PUT_OBJECT
                        ? ""
                        : "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>");
        request(http, target -> switch (kind) {
            case PUT_OBJECT -> put(target, object);
            case CREATE_MULTIPART_UPLOAD -> target.createUpload(object, Algorithm.CRC32);
        });
        return http.request();
    }

    private static StoredObject put(S3Target target) {
        return put(target, new TargetObject("key", CopySamples.state("key", BYTES.length(), "\"e\"", null), Map.of()));
    }

    private static StoredObject put(S3Target target, TargetObject object) {
        SourceObject source = new SourceObject(object.source(), new ByteArrayInputStream(BYTES.getBytes(UTF_8)));
        try (PinnedRange body = PinnedRange.whole(new UnusedSource(), source)) {
            return target.put(object, new Verification.Computed(Algorithm.CRC32), body);
        }
    }

    private static <T> T request(SingleAnswerHttpClient http, Function<S3Target, T> request) {
        try (S3Client client = http.s3()) {
            return request.apply(new S3Target(client, "target", "111111111111", CopySamples.DEFAULTS));
        }
    }
}
