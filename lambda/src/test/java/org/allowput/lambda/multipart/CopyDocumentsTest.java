package org.allowput.lambda.multipart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allowput.contract.object.SourceState;
import org.allowput.contract.object.StoredChecksum;
import org.allowput.contract.object.StoredChecksum.Algorithm;
import org.allowput.lambda.copy.CopySamples;
import org.allowput.lambda.s3.S3Target.Upload;
import org.allowput.lambda.s3.TargetObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CopyDocumentsTest {
    private static final StoredChecksum CHECKSUM = new StoredChecksum(Algorithm.CRC64NVME, "xWX8wUiR5pI=", true);

    private static final MultipartCopy FULL = copy(
            new SourceState(
                    "a \"é\"",
                    3_000_000_000L,
                    "\"e\"",
                    "v1",
                    Instant.parse("2026-01-31T17:24:00Z"),
                    Map.of("Content-Type", "text/plain"),
                    Map.of("colour", "red"),
                    1,
                    Optional.of(CHECKSUM),
                    "aws:kms",
                    "GLACIER_IR"),
            Map.of("a=b", "c"),
            Optional.of(CHECKSUM));

    @Test
    void whatIsWrittenIsReadAgain() {
        MultipartCopy least = copy(CopySamples.state("b", 5, "\"e\"", null), Map.of(), Optional.empty());

        for (MultipartCopy copy : List.of(FULL, least)) {
            assertThat(CopyDocuments.read(CopyDocuments.write(copy), MultipartCopy.class))
                    .isEqualTo(copy);
        }
    }

    /** The parser alone takes most of these, as 0, false or a text. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"size\":3000000000, |",
                "3000000000 | \"3\"",
                "3000000000 | 1.5",
                "3000000000 | {}",
                "3000000000 | null",
                "3000000000 | 99999999999999999999",
                "\"missingMetadata\":1, |",
                "\"missingMetadata\":1 | \"missingMetadata\":true",
                "\"fullObject\":true | \"fullObject\":\"yes\"",
                "\"versionId\":\"v1\" | \"versionId\":5",
                "\"versionId\":\"v1\" | \"version\":\"v1\"",
                "\"red\" | 1",
                "{\"colour\":\"red\"} | []",
                "2026-01-31T17:24:00Z | yesterday",
                "\"a=b\":\"c\" | \"a=b\":5",
                "CRC64NVME | CRC64"
            })
    void aFieldThatIsMissingNotKnownOrOfAnotherTypeIsRefused(String part, @Nullable String instead) {
        String written = new String(CopyDocuments.write(FULL), UTF_8);
        assertThat(written).contains(part);
        byte[] document = written.replace(part, instead == null ? "" : instead).getBytes(UTF_8);

        assertThatThrownBy(() -> CopyDocuments.read(document, MultipartCopy.class))
                .isInstanceOf(UncheckedIOException.class);
    }

    private static MultipartCopy copy(SourceState source, Map<String, String> tags, Optional<StoredChecksum> whole) {
        return new MultipartCopy(
                new TargetObject("to/" + source.key(), source, tags),
                new Upload("to/" + source.key(), "uploadId", Algorithm.CRC32),
                new PartPlan(source.size(), 32 * PartPlan.MIB),
                whole);
    }
}
