package org.allowput.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * What is deployed stays small: Lambda fetches and unpacks it before anything of it runs.
 *
 * <p>The limit leaves half a mebibyte of room above what the SDK's clients take, each as published: S3 4.2 MiB,
 * EventBridge 1.7, Step Functions 1.4, SQS 0.8 and STS 0.5, and the HTTP client 2.2. Lambda takes 50 MB in an upload.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html">Lambda quotas</a>
 */
class FunctionZipIT {
    private static final long LIMIT = 15L << 20;

    @Test
    void theFunctionsZipHasAtMostFifteenMebibytes() throws IOException {
        assertThat(Files.size(Path.of("..", "lambda", "target", "function.zip")))
                .isLessThanOrEqualTo(LIMIT);
    }
}
