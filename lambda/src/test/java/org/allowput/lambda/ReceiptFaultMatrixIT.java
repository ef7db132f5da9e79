package org.allowput.lambda;

import static org.allowput.lambda.CopyFixture.TARGET;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/**
 * Every fault of a delivered receipt, once and always: the object is copied once and its event acknowledged, and the
 * receipt arrives or is counted as failed.
 */
class ReceiptFaultMatrixIT {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void noFaultOfAReceiptFailsOrRepeatsACopyOrGoesUncounted() {
        Map<ReceiptFault, Future<?>> running = new HashMap<>();
        try (CopyFixture fixture = CopyFixture.start(folder)) {
            fixture.target()
                    .putBucketVersioning(versioning -> versioning
                            .bucket(TARGET)
                            .versioningConfiguration(state -> state.status(BucketVersioningStatus.ENABLED)));
            try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
                for (ReceiptFault fault : ReceiptFault.all()) {
                    String key = "copy-" + running.size();
                    running.put(fault, threads.submit(() -> fault.check(fixture, key)));
                }
            }
        }
        SoftAssertions.assertSoftly(softly -> running.forEach((fault, result) ->
                softly.assertThatCode(result::get).as(fault.toString()).doesNotThrowAnyException()));
    }
}
