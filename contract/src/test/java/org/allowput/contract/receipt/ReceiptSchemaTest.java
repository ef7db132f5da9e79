package org.allowput.contract.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.allowput.contract.object.StoredChecksum;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/receipt.schema.json, by which the target account reads what it gets. */
class ReceiptSchemaTest {
    private static final Instant NOW = Instant.parse("2026-01-31T17:25:01.003456Z");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static Set<OutcomeLabel> withReceipt() {
        return OutcomeLabel.WITH_RECEIPT;
    }

    @ParameterizedTest
    @MethodSource("withReceipt")
    void everyReceiptIsValid(OutcomeLabel outcome) throws IOException {
        assertThat(problems(line(outcome, null))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aReceiptWithEveryAlgorithmIsValid(StoredChecksum.Algorithm algorithm) throws IOException {
        assertThat(problems(line(
                        OutcomeLabel.COPIED,
                        version(Optional.of(new StoredChecksum(algorithm, "q4o=-3", algorithm.combines()))))))
                .isEmpty();
    }

    /** The schema names every field that is written, and what every receipt has. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "receiptVersion",
                "sourceBucket",
                "sourceKey",
                "targetBucket",
                "targetKey",
                "outcome",
                "eTag",
                "size",
                "acknowledged",
                "requestId",
                "rule"
            })
    void aReceiptWithoutIt(String field) throws IOException {
        ObjectNode line = line(OutcomeLabel.COPIED, version(Optional.empty()));
        line.remove(field);

        assertThat(problems(line)).isNotEmpty();
    }

    @Test
    void aFieldThatIsNotDescribedIsNotValid() throws IOException {
        assertThat(problems(line(OutcomeLabel.GONE, null).put("more", 1))).isNotEmpty();
    }

    @Test
    void aChecksumHasAnAlgorithmAndAType() throws IOException {
        ObjectNode line = line(
                OutcomeLabel.COPIED,
                version(Optional.of(new StoredChecksum(StoredChecksum.Algorithm.CRC32, "AAAAAA==", true))));
        assertThat(line.get("checksumType").asText()).isEqualTo("FULL_OBJECT");
        line.remove("checksumAlgorithm");

        assertThat(problems(line)).isNotEmpty();
    }

    private static Receipt.Version version(Optional<StoredChecksum> checksum) {
        return new Receipt.Version("abc", "v1", NOW, 7, "def", "v2", checksum);
    }

    private static ObjectNode line(OutcomeLabel outcome, Receipt.@Nullable Version version) throws IOException {
        Receipt receipt = new Receipt(
                "source",
                "in/日本語",
                "target",
                "out/日本語",
                outcome,
                version == null && outcome == OutcomeLabel.COPIED ? version(Optional.empty()) : version,
                NOW,
                NOW,
                "request-1",
                2);
        try (InputStream content = new GZIPInputStream(new ByteArrayInputStream(Receipts.write(List.of(receipt))))) {
            return (ObjectNode) MAPPER.readTree(content);
        }
    }

    private static List<String> problems(ObjectNode line) throws IOException {
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Files.readString(Path.of("..", "docs", "receipt.schema.json")));
        return schema.validate(line, context -> context.getExecutionConfig().setFormatAssertionsEnabled(true)).stream()
                .map(Object::toString)
                .toList();
    }
}
