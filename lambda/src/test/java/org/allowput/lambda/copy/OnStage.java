package org.allowput.lambda.copy;

import java.nio.file.Path;
import org.allowput.lambda.Stage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests on a stage of their own, which no fault is left on between them. */
abstract class OnStage {
    @TempDir
    static Path folder;

    static Stage stage;
    static Buckets buckets;

    @BeforeAll
    static void startStage() {
        stage = Stage.start(folder);
        buckets = new Buckets(stage);
    }

    @AfterAll
    static void stopStage() {
        stage.close();
    }

    @BeforeEach
    void reset() {
        stage.proxy().reset();
    }
}
