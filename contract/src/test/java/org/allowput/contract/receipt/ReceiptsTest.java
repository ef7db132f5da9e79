package org.allowput.contract.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.allowput.contract.object.StoredChecksum;
import org.junit.jupiter.api.Test;

class ReceiptsTest {
    private static final Instant NOW = Instant.parse("2026-01-31T17:25:01.003456Z");
    private static final Receipt COPIED = new Receipt(
            "source",
            "in/日本語 \"🎉\"\n",
            "target",
            "out/日本語 \"🎉\"\n",
            OutcomeLabel.COPIED,
            new Receipt.Version(
                    "abc-2",
                    "v1",
                    Instant.parse("2026-01-31T17:25:00Z"),
                    1L << 40,
                    "def",
                    "v2",
                    Optional.of(new StoredChecksum(StoredChecksum.Algorithm.SHA256, "q4o=-3", false))),
            Instant.parse("2026-01-31T17:25:00.5Z"),
            NOW,
            "request-1",
            2);
    private static final Receipt GONE =
            new Receipt("source", "b", "target", "b", OutcomeLabel.GONE, null, null, NOW, "request-1", 1);

    @Test
    void aReceiptIsOneLineOfGzippedJsonWithTheFieldsThatItHas() throws IOException {
        byte[] written = Receipts.write(List.of(COPIED, GONE));
        try (GZIPInputStream lines = new GZIPInputStream(new ByteArrayInputStream(written))) {
            assertThat(new String(lines.readAllBytes(), StandardCharsets.UTF_8).lines())
                    .containsExactly("""
                        {"receiptVersion":"1.0","sourceBucket":"source","sourceKey":"in/日本語 \\"\\uD83C\\uDF89\\"\\n","targetBucket":"target",\
                        "targetKey":"out/日本語 \\"\\uD83C\\uDF89\\"\\n","outcome":"COPIED","size":1099511627776,"eTag":"abc-2","versionId":"v1",\
                        "lastModified":"2026-01-31T17:25:00Z","targetETag":"def","targetVersionId":"v2","checksumAlgorithm":"SHA256",\
                        "checksumType":"COMPOSITE","checksum":"q4o=-3","eventTime":"2026-01-31T17:25:00.500Z",\
                        "acknowledged":"2026-01-31T17:25:01.003456Z","requestId":"request-1","rule":2}\
                        """, """
                        {"receiptVersion":"1.0","sourceBucket":"source","sourceKey":"b","targetBucket":"target","targetKey":"b","outcome":"GONE",\
                        "acknowledged":"2026-01-31T17:25:01.003456Z","requestId":"request-1","rule":1}\
                        """);
        }
    }

    @Test
    void keysListInTheOrderOfTime() {
        String key = Receipts.key(Receipts.PREFIX, NOW, "request-1");

        assertThat(key).isEqualTo("receipts/3/2026/01/31/17/20260131T172501.003Z-request-1.jsonl.gz");
        assertThat(Receipts.startingAt("receipts/3/", NOW))
                .isLessThan(key)
                .isGreaterThan(Receipts.key(Receipts.PREFIX, NOW.minusMillis(1), "request-1"));
    }

    @Test
    void theReceiptsOfOneMomentAreSpreadOverAllPrefixes() {
        Map<String, Long> objects = IntStream.range(0, 16_000)
                .mapToObj(i -> Receipts.key(Receipts.PREFIX, NOW, new UUID(i * 7919L, i).toString()))
                .collect(Collectors.groupingBy(key -> key.substring(0, "receipts/0/".length()), Collectors.counting()));

        assertThat(objects.keySet()).containsExactlyInAnyOrderElementsOf(Receipts.prefixes(Receipts.PREFIX));
        assertThat(objects.values()).allSatisfy(count -> assertThat(count).isBetween(800L, 1200L));
    }
}
