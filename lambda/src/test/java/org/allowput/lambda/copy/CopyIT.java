package org.allowput.lambda.copy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.allowput.lambda.copy.CopySamples.LEAST;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.allowput.emulator.proxy.ProxiedRequest;
import org.allowput.lambda.CopyFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
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

    @ParameterizedTest
    @FieldSource("org.allowput.lambda.copy.CopySamples#KEYS")
    void aKeyOfAnyCharactersIsKept(String key) {
        put(key, key.getBytes(UTF_8));

        assertThat(wired.replicate(key, key, CopySamples.LATER)).isInstanceOf(Outcome.Copied.class);

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

    private void copiesWhole(String key, int size) {
        copiesWhole(key, "copy/" + key, size);
    }

    private void copiesWhole(String key, String targetKey, int size) {
        put(key, CopySamples.bytes(size));

        assertThat(wired.replicate(key, targetKey, CopySamples.LATER)).satisfies(CopySamples.copied(size));

        assertThat(target.bytes(targetKey)).isEqualTo(CopySamples.bytes(size));
    }

    private void put(String key, byte[] bytes) {
        source.put(
                key,
                bytes,
                request -> request.metadata(Map.of("made-by", "a test")).checksumAlgorithm(ChecksumAlgorithm.CRC32));
    }
}
