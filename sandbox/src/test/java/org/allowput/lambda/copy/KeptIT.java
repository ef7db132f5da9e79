package org.allowput.lambda.copy;

import static org.allowput.lambda.Stage.SOURCE;
import static org.allowput.lambda.Stage.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.allowput.lambda.Stage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.StorageClass;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

/** What an object has besides its bytes, and what of it arrives. Each in one PUT and in parts. */
class KeptIT {
    private static final int[] SIZES = {100, Sample.LEAST + 1};
    private static final String KEY_A = "arn:aws:kms:us-east-1:111111111111:key/11111111-1111-1111-1111-111111111111";
    private static final String KEY_B = "arn:aws:kms:us-east-1:222222222222:key/22222222-2222-2222-2222-222222222222";

    @TempDir
    static Path folder;

    static Stage stage;

    @BeforeAll
    static void start() {
        stage = Stage.start(folder);
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @Test
    void contentHeadersAndTheWebsiteRedirectAreKept() {
        HeadObjectResponse copy = copied(object -> object.contentType("text/html; charset=UTF-8")
                .contentEncoding("gzip")
                .contentDisposition("attachment; filename=\"r%C3%A9sum%C3%A9.html\"; filename*=UTF-8''r%C3%A9sum%C3%A9")
                .contentLanguage("de, ja")
                .cacheControl("public, max-age=31536000, immutable")
                .expires(Instant.parse("2030-01-02T03:04:05Z"))
                .websiteRedirectLocation("https://example.com/a?b=c&d=e"));

        assertThat(copy.contentType()).isEqualTo("text/html; charset=UTF-8");
        assertThat(copy.contentEncoding()).isEqualTo("gzip");
        assertThat(copy.contentDisposition())
                .isEqualTo("attachment; filename=\"r%C3%A9sum%C3%A9.html\"; filename*=UTF-8''r%C3%A9sum%C3%A9");
        assertThat(copy.contentLanguage()).isEqualTo("de, ja");
        assertThat(copy.cacheControl()).isEqualTo("public, max-age=31536000, immutable");
        assertThat(copy.expiresString()).isEqualTo("Wed, 02 Jan 2030 03:04:05 GMT");
        assertThat(copy.websiteRedirectLocation()).isEqualTo("https://example.com/a?b=c&d=e");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "text/plain;charset=utf-8",
                "text/plain; charset=no-such-charset",
                "text/plain; charset=\"utf-8\"; format=flowed",
                "multipart/form-data; boundary=\"a;b=c\"",
                "application/x-www-form-urlencoded",
                "nonsense",
                "not a / type;;",
                "image/SVG+xml"
            })
    void aContentTypeIsKeptAsItWasWritten(String type) {
        assertThat(copied(object -> object.contentType(type)).contentType()).isEqualTo(type);
    }

    @Test
    void aDateOfExpiryThatIsNoDateIsKept() {
        assertThat(copied(object -> object.overrideConfiguration(o -> o.putHeader("Expires", "0")))
                        .expiresString())
                .isEqualTo("0");
    }

    @Test
    void bytesThatAreGzippedStayGzipped() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(Sample.bytes(1000));
        }
        stage.source()
                .putObject(
                        object -> object.bucket(SOURCE).key("gzip").contentEncoding("gzip"),
                        RequestBody.fromBytes(zipped.toByteArray()));

        assertThat(replicate("gzip", Sample.OPTIONS, Sample.DEFAULTS)).isEqualTo(new Outcome.Copied(zipped.size(), 0));

        assertThat(stage.target()
                        .getObjectAsBytes(object -> object.bucket(TARGET).key("gzip"))
                        .asByteArrayUnsafe())
                .isEqualTo(zipped.toByteArray());
    }

    @Test
    void userMetadataIsKeptUpToS3sTwoKilobytes() {
        Map<String, String> metadata = new TreeMap<>();
        metadata.put("short", "v");
        metadata.put("empty", "");
        metadata.put("spaces", "two  spaces, a\ttab, and: more");
        metadata.put("encoded", "=?UTF-8?B?5pel5pys6Kqe?=");
        metadata.put("encoded-too", "=?UTF-8?Q?caf=C3=A9?=");
        metadata.put("symbols", "a=b;c,d\"e'f\\g/h?i&j%k+l~m");
        int used = metadata.entrySet().stream()
                .mapToInt(entry -> entry.getKey().length() + entry.getValue().length())
                .sum();
        metadata.put("long", "x".repeat(2048 - used - 4));

        assertThat(copied(object -> object.metadata(metadata)).metadata()).isEqualTo(metadata);
    }

    @Test
    void theStorageClassIsTheBucketsOwnUnlessASettingSaysOtherwise() {
        assertThat(storageClass(Optional.empty())).isNull();
        assertThat(storageClass(Optional.of(TargetOptions.PRESERVE))).isEqualTo(StorageClass.STANDARD_IA);
        assertThat(storageClass(Optional.of("INTELLIGENT_TIERING"))).isEqualTo(StorageClass.INTELLIGENT_TIERING);
    }

    @Test
    void tagsAreKeptByOptInOnly() {
        Tagging tags = Tagging.builder()
                .tagSet(
                        Tag.builder().key("team").value("a & b = c").build(),
                        Tag.builder().key("名前").value("値 + %").build())
                .build();
        for (int size : SIZES) {
            String key = "tags-" + size;
            put(key, size, object -> object.tagging(tags));

            assertThat(replicate(key, Sample.OPTIONS, Sample.DEFAULTS)).isInstanceOf(Outcome.Copied.class);
            assertThat(stage.target()
                            .getObjectTagging(object -> object.bucket(TARGET).key(key))
                            .tagSet())
                    .isEmpty();

            assertThat(replicate(key, Sample.WITH_OPT_INS, Sample.DEFAULTS)).isInstanceOf(Outcome.Copied.class);
            if (size == SIZES[0]) {
                assertThat(stage.target()
                                .getObjectTagging(
                                        object -> object.bucket(TARGET).key(key))
                                .tagSet())
                        .containsExactlyInAnyOrderElementsOf(tags.tagSet());
            } else {
                // The emulator forgets the tags of an upload in parts: that they were sent is what can be seen.
                assertThat(stage.proxy()
                                .requests(request -> request.key().equals(key)
                                        && request.header("x-amz-tagging").isPresent()))
                        .isNotEmpty();
            }
        }
    }

    @Test
    void encryptionWithAKeyOnEitherSideIsPossible() {
        TargetOptions withKey = new TargetOptions(Optional.empty(), Optional.of(KEY_A));
        for (int size : SIZES) {
            put(
                    "kms-" + size,
                    size,
                    object -> object.serverSideEncryption(ServerSideEncryption.AWS_KMS)
                            .ssekmsKeyId(KEY_B));

            assertThat(replicate("kms-" + size, Sample.OPTIONS, withKey)).isInstanceOf(Outcome.Copied.class);

            assertThat(head("kms-" + size).ssekmsKeyId()).isEqualTo(KEY_A);
        }
        put(
                "to-plain",
                10,
                object -> object.serverSideEncryption(ServerSideEncryption.AWS_KMS)
                        .ssekmsKeyId(KEY_B));
        assertThat(replicate("to-plain", Sample.OPTIONS, Sample.DEFAULTS)).isInstanceOf(Outcome.Copied.class);
        assertThat(head("to-plain").ssekmsKeyId()).isNotEqualTo(KEY_B);
    }

    private static HeadObjectResponse copied(Consumer<PutObjectRequest.Builder> object) {
        HeadObjectResponse last = null;
        for (int size : SIZES) {
            put("kept-" + size, size, object);
            assertThat(replicate("kept-" + size, Sample.OPTIONS, Sample.DEFAULTS))
                    .isEqualTo(new Outcome.Copied(size, 0));
            HeadObjectResponse copy = head("kept-" + size);
            if (last != null) {
                assertThat(copy.metadata()).isEqualTo(last.metadata());
                assertThat(copy.contentType()).isEqualTo(last.contentType());
                assertThat(copy.expiresString()).isEqualTo(last.expiresString());
                assertThat(copy.contentEncoding()).isEqualTo(last.contentEncoding());
                assertThat(copy.websiteRedirectLocation()).isEqualTo(last.websiteRedirectLocation());
            }
            last = copy;
        }
        return Objects.requireNonNull(last);
    }

    private static StorageClass storageClass(Optional<String> setting) {
        for (int size : SIZES) {
            put("class-" + size, size, object -> object.storageClass(StorageClass.STANDARD_IA));
            assertThat(replicate("class-" + size, Sample.OPTIONS, new TargetOptions(setting, Optional.empty())))
                    .isInstanceOf(Outcome.Copied.class);
        }
        assertThat(head("class-" + SIZES[0]).storageClass())
                .isEqualTo(head("class-" + SIZES[1]).storageClass());
        return head("class-" + SIZES[0]).storageClass();
    }

    private static Outcome replicate(String key, CopyOptions options, TargetOptions target) {
        stage.proxy().reset();
        try (Stage.Wired copy = options.tags() ? stage.copyWithOptIns(options, target) : stage.copy(options, target)) {
            return copy.copy().replicate(key, key, Sample.LATER);
        }
    }

    private static void put(String key, int size, Consumer<PutObjectRequest.Builder> more) {
        stage.source()
                .putObject(
                        object -> more.accept(object.bucket(SOURCE).key(key)),
                        RequestBody.fromBytes(Sample.bytes(size)));
    }

    private static HeadObjectResponse head(String key) {
        return stage.target().headObject(object -> object.bucket(TARGET).key(key));
    }
}
