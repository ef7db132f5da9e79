package org.allowput.lambda.copy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.allowput.lambda.Stage.SOURCE;
import static org.allowput.lambda.Stage.TARGET;
import static org.allowput.lambda.copy.Sample.LEAST;
import static org.allowput.lambda.copy.Sample.MIB;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.fault.Request;
import org.allowput.lambda.Stage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;

/** Objects of every size and under every name arrive as they are, by a role that may put and nothing else. */
class CopyIT extends OnStage {
    static Stage.Wired wired;

    @BeforeAll
    static void start() {
        wired = stage.copy(Sample.OPTIONS, Sample.DEFAULTS);
    }

    @AfterAll
    static void stop() {
        wired.close();
    }

    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {0, 1, 1000, LEAST - 1, LEAST})
    void anObjectUpToTheThresholdIsPutInOneRequestAfterOneGet(int size) {
        copiesWhole("one-put-" + size, size);

        assertThat(stage.proxy().requests(request -> request.operation() != Request.Operation.STS))
                .extracting(Request::operation)
                .containsExactly(Request.Operation.GET, Request.Operation.PUT, Request.Operation.HEAD);
    }

    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {LEAST + 1, 2 * LEAST, 3 * LEAST + 7})
    void anObjectAboveTheThresholdIsPutInPartsOfWhichEachIsReadOnce(int size) {
        copiesWhole("parts-" + size, size);

        int parts = Math.ceilDiv(size, LEAST);
        assertThat(stage.proxy().requests(request -> request.operation() == Request.Operation.PUT_PART))
                .hasSize(parts);
        assertThat(stage.proxy().requests(request -> request.operation() == Request.Operation.GET))
                .hasSize(1 + parts)
                .filteredOn(request -> request.header("Range").isPresent())
                .hasSize(parts)
                .allMatch(request -> request.header("If-Match").isPresent());
    }

    @Test
    void partsAreOf32MebibytesUnlessSaidOtherwise() {
        CopyOptions usual = new CopyOptions(64L * MIB, 4, false, false, Sample.PACE);
        try (Stage.Wired copy = stage.copy(usual, Sample.DEFAULTS)) {
            put("usual", Sample.bytes(65 * MIB));
            assertThat(copy.copy().replicate("usual", "usual", Sample.LATER)).satisfies(Sample.copied(65L * MIB));
        }
        assertThat(stage.proxy().requests(request -> request.operation() == Request.Operation.PUT_PART))
                .extracting(request -> request.header("Content-Length").orElse(""))
                .hasSize(3);
        assertThat(read(TARGET, "usual")).isEqualTo(Sample.bytes(65 * MIB));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "with spaces in it",
                " ",
                "a+b",
                "100%",
                "%2F and %20 as they are",
                "this & that = ?; #: @, $",
                "写真/二〇二五年/東京.jpg",
                "launch \uD83D\uDE80.txt",
                "../up",
                "a/../b",
                "a/./b",
                "./here",
                "..",
                "a/..",
                "/leading",
                "//two//slashes//",
                "%2Fnot a slash",
                "folder/",
                "dots...",
                "a\\b\"c'd<e>f{g}h|i^j`k~l[m]n*(o)!",
                "tab\tand bell\u0007"
            })
    void aKeyOfAnyCharactersIsKept(String key) {
        put(key, key.getBytes(UTF_8));

        assertThat(wired.copy().replicate(key, key, Sample.LATER)).isInstanceOf(Outcome.Copied.class);

        assertThat(read(TARGET, key)).asString(UTF_8).isEqualTo(key);
        assertThat(stage.proxy().requests(request -> request.operation() != Request.Operation.STS))
                .allMatch(request -> request.key().equals(key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"k", "é", "写", "\uD83D\uDE80"})
    void aKeyOf1024BytesIsKept(String character) {
        int each = character.getBytes(UTF_8).length;
        String key = character.repeat(1024 / each) + "k".repeat(1024 % each);
        copiesWhole(key, key, 10);
    }

    @Test
    void everyRequestToABucketStatesWhoIsExpectedToOwnIt() {
        copiesWhole("owned", 2 * LEAST);

        assertThat(stage.proxy().requests(request -> request.operation() != Request.Operation.STS))
                .isNotEmpty()
                .allMatch(request -> request.header("x-amz-expected-bucket-owner")
                        .filter(
                                request.bucket().equals(SOURCE)
                                        ? Emulator.SOURCE_ACCOUNT::equals
                                        : Emulator.TARGET_ACCOUNT::equals)
                        .isPresent());
    }

    @Test
    void theSourceIsNeverWrittenAndTheTargetNeverRead() {
        copiesWhole("one-way", 2 * LEAST);
        copiesWhole("one-way-small", 2);

        assertThat(stage.proxy().requests(request -> request.bucket().equals(SOURCE)))
                .extracting(Request::operation)
                .containsOnly(Request.Operation.GET, Request.Operation.HEAD);
        assertThat(stage.proxy().requests(request -> request.bucket().equals(TARGET)))
                .extracting(Request::operation)
                .containsOnly(
                        Request.Operation.PUT,
                        Request.Operation.BEGIN_UPLOAD,
                        Request.Operation.PUT_PART,
                        Request.Operation.COMPLETE_UPLOAD);
    }

    @Test
    void anObjectThatIsGoneIsSkipped() {
        assertThat(wired.copy().replicate("never-there", "never-there", Sample.LATER))
                .isEqualTo(new Outcome.Skipped("the source object is gone"));
    }

    private static void copiesWhole(String key, int size) {
        copiesWhole(key, "copy/" + key, size);
    }

    private static void copiesWhole(String key, String targetKey, int size) {
        put(key, Sample.bytes(size));

        assertThat(wired.copy().replicate(key, targetKey, Sample.LATER)).satisfies(Sample.copied(size));

        assertThat(read(TARGET, targetKey)).isEqualTo(Sample.bytes(size));
    }

    private static void put(String key, byte[] bytes) {
        stage.source()
                .putObject(
                        request -> request.bucket(SOURCE)
                                .key(key)
                                .metadata(Map.of("made-by", "a test"))
                                .checksumAlgorithm(ChecksumAlgorithm.CRC32),
                        RequestBody.fromBytes(bytes));
    }

    private static byte[] read(String bucket, String key) {
        return stage.target()
                .getObjectAsBytes(request -> request.bucket(bucket).key(key))
                .asByteArrayUnsafe();
    }
}
