package org.allowput.contract.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.allowput.contract.object.StoredChecksum;
import org.junit.jupiter.api.Test;

class ReceiptsTest {
    private static final Instant NOW = Instant.parse("2026-01-31T17:25:01.003456Z");
    private static final Receipt COPIED = new Receipt(
            "source",
            "in/日本語 \"🎉\"\n",
            "target",
            "out/日本語 \"🎉\"\n",
            Receipt.Kind.COPIED,
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
            new Receipt("source", "b", "target", "b", Receipt.Kind.GONE, null, null, NOW, "request-1", 1);

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        List<Receipt> read = new ArrayList<>();

        Receipts.read(new ByteArrayInputStream(Receipts.write(List.of(COPIED, GONE))), read::add);

        assertThat(read).containsExactly(COPIED, GONE);
    }

    @Test
    void aReceiptIsOneLineOfGzippedJson() throws IOException {
        byte[] written = Receipts.write(List.of(COPIED, GONE));
        try (GZIPInputStream lines = new GZIPInputStream(new ByteArrayInputStream(written))) {
            assertThat(new String(lines.readAllBytes(), StandardCharsets.UTF_8).lines())
                    .hasSize(2)
                    .last()
                    .isEqualTo("""
                        {"receiptVersion":"1.0","sourceBucket":"source","sourceKey":"b","targetBucket":"target","targetKey":"b","outcome":"GONE",\
                        "acknowledged":"2026-01-31T17:25:01.003456Z","requestId":"request-1","rule":1}\
                        """);
        }
    }

    @Test
    void keysListInTheOrderOfTimeAndTellIt() {
        String key = Receipts.key(Receipts.PREFIX, NOW, "request-1");

        assertThat(key).isEqualTo("receipts/3/2026/01/31/17/20260131T172501.003Z-request-1.jsonl.gz");
        assertThat(Receipts.time(key)).isEqualTo(Instant.parse("2026-01-31T17:25:01.003Z"));
        assertThat(Receipts.startingAt("receipts/3/", NOW))
                .isLessThan(key)
                .isGreaterThan(Receipts.key(Receipts.PREFIX, NOW.minusMillis(1), "request-1"));
        assertThatThrownBy(() -> Receipts.time("receipts/readme.txt")).isInstanceOf(DateTimeException.class);
    }

    @Test
    void theReceiptsOfOneMomentAreSpreadOverAllPrefixes() {
        Map<String, Long> objects = IntStream.range(0, 16_000)
                .mapToObj(i -> Receipts.key(Receipts.PREFIX, NOW, new UUID(i * 7919L, i).toString()))
                .collect(Collectors.groupingBy(key -> key.substring(0, "receipts/0/".length()), Collectors.counting()));

        assertThat(objects.keySet()).containsExactlyInAnyOrderElementsOf(Receipts.prefixes(Receipts.PREFIX));
        assertThat(objects.values()).allSatisfy(count -> assertThat(count).isBetween(800L, 1200L));
    }

    @Test
    void fieldsThatALaterVersionAddsAreLeftOut() throws IOException {
        List<Receipt> read = new ArrayList<>();
        String line = """
            {"new":{"a":[1]},"sourceBucket":"s","sourceKey":"k","targetBucket":"t","targetKey":"k","outcome":"DELETED","other":[{}],
             "acknowledged":"2026-01-31T17:25:01Z","requestId":"r","rule":1,"flag":true}
            """;

        Receipts.read(new ByteArrayInputStream(gzip(line)), read::add);

        assertThat(read)
                .singleElement()
                .satisfies(receipt -> assertThat(receipt.outcome()).isEqualTo(Receipt.Kind.DELETED));
        assertThatThrownBy(() -> Receipts.read(new ByteArrayInputStream(gzip("{\"sourceKey\":\"k\"}")), read::add))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("without sourceBucket");
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
