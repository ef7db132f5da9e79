package org.allowput.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is deployed stays small: Lambda fetches and unpacks it before anything of it runs. */
class FunctionZipIT {
    /**
     * Half a mebibyte of room above what the SDK's clients take, each as published: S3 4.2 MiB, EventBridge 1.7, Step
     * Functions 1.4, SQS 0.8 and STS 0.5, and the HTTP client 2.2. Lambda takes 50 MB in an upload.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html">Lambda quotas</a>
     */
    private static final long LIMIT = 15L << 20;

    @Test
    void theFunctionsZipHasAtMostFifteenMebibytes() throws IOException {
        assertThat(Files.size(Path.of("..", "lambda", "target", "function.zip")))
                .isLessThanOrEqualTo(LIMIT);
    }

    /**
     * By the field {@code e_machine} of the library's header:
     * https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html
     */
    @ParameterizedTest
    @CsvSource({"arm64, 183", "x86_64, 62"})
    void theComparisonsZipHasTheDatabaseForItsArchitectureAlone(String architecture, short machine) throws IOException {
        Path file = Path.of("..", "ops", "commands", "target", "reconcile-" + architecture + ".zip");
        try (ZipFile zip = new ZipFile(file.toFile())) {
            List<? extends ZipEntry> libraries = zip.stream()
                    .filter(entry -> entry.getName().contains("libduckdb"))
                    .toList();

            assertThat(libraries).hasSize(1);
            try (InputStream library = zip.getInputStream(libraries.getFirst())) {
                ByteBuffer header = ByteBuffer.wrap(library.readNBytes(20)).order(ByteOrder.LITTLE_ENDIAN);
                assertThat(header.getInt()).isEqualTo(0x464C457F);
                assertThat(header.getShort(18)).isEqualTo(machine);
            }
        }
    }
}
