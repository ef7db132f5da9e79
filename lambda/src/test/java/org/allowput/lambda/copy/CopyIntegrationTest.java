package org.allowput.lambda.copy;

import java.nio.file.Path;
import org.allowput.emulator.testing.S3Bucket;
import org.allowput.lambda.CopyFixture;
import org.allowput.lambda.s3.TargetOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Tests with an emulator of their own. No fault stays from one test to the next. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CopyIntegrationTest {
    protected CopyFixture fixture;
    protected S3Bucket source;
    protected S3Bucket target;

    @BeforeAll
    void startFixture(@TempDir Path folder) {
        fixture = CopyFixture.start(folder);
        source = new S3Bucket(fixture.source(), CopyFixture.SOURCE);
        target = new S3Bucket(fixture.target(), CopyFixture.TARGET);
    }

    @AfterAll
    void stopFixture() {
        fixture.close();
    }

    @BeforeEach
    void reset() {
        fixture.proxy().reset();
    }

    /** With the options of most tests. */
    protected CopyResult replicate(String key) {
        return replicate(key, CopySamples.OPTIONS, CopySamples.DEFAULTS);
    }

    /** By a role that may do what the options need, and no more. */
    protected CopyResult replicate(String key, CopyOptions options, TargetOptions target) {
        return replicate(
                key,
                target.kmsKey().isPresent() ? fixture.copyWithOptIns(options, target) : fixture.copy(options, target));
    }

    /** Closes what copies. */
    protected static CopyResult replicate(String key, CopyFixture.ConnectedCopier copier) {
        try (copier) {
            return copier.replicate(key, key, CopySamples.LATER);
        }
    }
}
