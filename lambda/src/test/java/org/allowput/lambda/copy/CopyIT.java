package org.allowput.lambda.copy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.allowput.lambda.CopyFixture.SOURCE;
import static org.allowput.lambda.CopyFixture.TARGET;
import static org.allowput.lambda.copy.CopySamples.LEAST;
import static org.allowput.lambda.copy.CopySamples.MIB;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.allowput.contract.selection.Selection;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.fault.ProxiedRequest;
import org.allowput.lambda.CopyFixture;
import org.allowput.lambda.copy.CopyOptions.CopyLimit;
import org.allowput.lambda.multipart.PartPlan;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;

/** Objects of every size and under every name arrive as they are, by a role that may put and nothing else. */
class CopyIT extends CopyIntegrationTest {
    private CopyFixture.ConnectedCopier wired;

    @BeforeAll
    void start() {
        wired = fixture.copy(CopySamples.OPTIONS, CopySamples.DEFAULTS);
    }

    @AfterAll
    void stop() {
        wired.close();
    }

    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {0, 1, 1000, LEAST - 1, LEAST})
    void anObjectUpToTheThresholdIsPutInOneRequestAfterOneGet(int size) {
        copiesWhole("one-put-" + size, size);

        assertThat(fixture.proxy().requests(request -> request.operation() != ProxiedRequest.Operation.STS))
                .extracting(ProxiedRequest::operation)
                .containsExactly(
                        ProxiedRequest.Operation.GET, ProxiedRequest.Operation.PUT, ProxiedRequest.Operation.HEAD);
    }

    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {LEAST + 1, 2 * LEAST, 3 * LEAST + 7})
    void anObjectAboveTheThresholdIsPutInPartsOfWhichEachIsReadOnce(int size) {
        copiesWhole("parts-" + size, size);

        int parts = Math.ceilDiv(size, LEAST);
        assertThat(fixture.proxy().requests(request -> request.operation() == ProxiedRequest.Operation.PUT_PART))
                .hasSize(parts);
        assertThat(fixture.proxy().requests(request -> request.operation() == ProxiedRequest.Operation.GET))
                .hasSize(1 + parts)
                .filteredOn(request -> request.header("Range").isPresent())
                .hasSize(parts)
                .allMatch(request -> request.header("If-Match").isPresent());
    }

    @Test
    void partsAreOf32MebibytesUnlessSaidOtherwise() {
        CopyOptions usual = new CopyOptions(
                64L * MIB, 32 * PartPlan.MIB, 4, false, false, CopySamples.PACE, CopyLimit.NONE, Selection.ALL);
        put("usual", CopySamples.bytes(65 * MIB));
        assertThat(replicate("usual", usual, CopySamples.DEFAULTS)).satisfies(CopySamples.copied(65L * MIB));
        assertThat(fixture.proxy().requests(request -> request.operation() == ProxiedRequest.Operation.PUT_PART))
                .extracting(request -> request.header("Content-Length").orElse(""))
                .hasSize(3);
        assertThat(target.bytes("usual")).isEqualTo(CopySamples.bytes(65 * MIB));
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

        assertThat(wired.copy().replicate(key, key, CopySamples.LATER)).isInstanceOf(Outcome.Copied.class);

        assertThat(target.bytes(key)).asString(UTF_8).isEqualTo(key);
        assertThat(fixture.proxy().requests(request -> request.operation() != ProxiedRequest.Operation.STS))
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

        assertThat(fixture.proxy().requests(request -> request.operation() != ProxiedRequest.Operation.STS))
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

        assertThat(fixture.proxy().requests(request -> request.bucket().equals(SOURCE)))
                .extracting(ProxiedRequest::operation)
                .containsOnly(ProxiedRequest.Operation.GET, ProxiedRequest.Operation.HEAD);
        assertThat(fixture.proxy().requests(request -> request.bucket().equals(TARGET)))
                .extracting(ProxiedRequest::operation)
                .containsOnly(
                        ProxiedRequest.Operation.PUT,
                        ProxiedRequest.Operation.BEGIN_UPLOAD,
                        ProxiedRequest.Operation.PUT_PART,
                        ProxiedRequest.Operation.COMPLETE_UPLOAD);
    }

    @Test
    void anObjectThatIsGoneIsReported() {
        assertThat(wired.copy().replicate("never-there", "never-there", CopySamples.LATER))
                .isEqualTo(new Outcome.Gone());
    }

    private void copiesWhole(String key, int size) {
        copiesWhole(key, "copy/" + key, size);
    }

    private void copiesWhole(String key, String targetKey, int size) {
        put(key, CopySamples.bytes(size));

        assertThat(wired.copy().replicate(key, targetKey, CopySamples.LATER)).satisfies(CopySamples.copied(size));

        assertThat(target.bytes(targetKey)).isEqualTo(CopySamples.bytes(size));
    }

    private void put(String key, byte[] bytes) {
        source.put(
                key,
                bytes,
                request -> request.metadata(Map.of("made-by", "a test")).checksumAlgorithm(ChecksumAlgorithm.CRC32));
    }
}
