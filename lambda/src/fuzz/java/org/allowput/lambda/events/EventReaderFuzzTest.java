package org.allowput.lambda.events;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Looks for an event of which {@link EventReaderProperties} is not true, led by what it covers and begun with the files
 * of {@code events/}. Started by the Maven profile {@code nightly}. What it finds becomes a file there, or a test.
 */
class EventReaderFuzzTest {
    static Stream<byte[]> events() {
        return EventFile.table().stream().map(EventFile::bytes);
    }

    @MethodSource("events")
    @FuzzTest(maxDuration = "10m")
    void everyEventIsRefusedOrEverythingInItIsAnswered(byte[] event) throws IOException {
        EventReaderProperties.check(event);
    }
}
