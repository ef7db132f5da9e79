package org.allowput.lambda.intake;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Looks for an event of which {@link IntakeProperties} is not true, led by what it covers and begun with the files of
 * {@code events/}. Started by the Maven profile {@code nightly}. What it finds becomes a file there, or a test.
 */
class IntakeFuzzTest {
    static Stream<byte[]> events() {
        return EventFile.table().stream().map(EventFile::bytes);
    }

    @MethodSource("events")
    @FuzzTest(maxDuration = "10m")
    void everyEventIsRefusedOrEverythingInItIsAnswered(byte[] event) throws IOException {
        IntakeProperties.check(event);
    }
}
