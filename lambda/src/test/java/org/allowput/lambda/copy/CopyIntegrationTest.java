package org.allowput.lambda.copy;

import java.nio.file.Path;
import org.allowput.lambda.CopyFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Tests with an emulator of their own. No fault stays from one test to the next. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CopyIntegrationTest {
    protected CopyFixture fixture;
    protected CopyBuckets buckets;

    @BeforeAll
    void startFixture(@TempDir Path folder) {
        fixture = CopyFixture.start(folder);
        buckets = new CopyBuckets(fixture);
    }

    @AfterAll
    void stopFixture() {
        fixture.close();
    }

    @BeforeEach
    void reset() {
        fixture.proxy().reset();
    }
}
