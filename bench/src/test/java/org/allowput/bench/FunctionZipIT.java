package org.allowput.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.allowput.bench.copy.Workload;
import org.junit.jupiter.api.Test;

/** What is deployed stays small: Lambda fetches and unpacks it before anything of it runs. */
class FunctionZipIT {
    private static final long LIMIT = 12 * Workload.MIB;

    @Test
    void theFunctionsZipHasAtMostTwelveMebibytes() throws IOException {
        assertThat(Files.size(Path.of("..", "lambda", "target", "function.zip")))
                .isLessThanOrEqualTo(LIMIT);
    }
}
