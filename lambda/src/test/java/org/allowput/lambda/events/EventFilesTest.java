package org.allowput.lambda.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventFilesTest {
    static List<EventFile> table() {
        return EventFile.table();
    }

    @Test
    void everyFileHasARowAndEveryRowAFile() throws IOException {
        assertThat(table())
                .extracting(EventFile::name)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(EventFile.files());
    }

    @ParameterizedTest
    @MethodSource("table")
    void everyFileTellsWhatItsRowSays(EventFile file) throws IOException {
        assertThat(description(file)).isEqualTo(file.description());
    }

    private static String description(EventFile file) throws IOException {
        try {
            InvocationRequest request = EventReader.read(new ByteArrayInputStream(file.bytes()));
            return request instanceof SourceLookRequest
                    ? "look"
                    : request.deliveries().stream()
                            .map(EventFilesTest::description)
                            .collect(Collectors.joining("; "));
        } catch (UnrecognisedEventException e) {
            return "unrecognised";
        }
    }

    private static String description(Delivery delivery) {
        return switch (delivery) {
            case Delivery.Unreadable unreadable -> "unreadable";
            case Delivery.Postponed postponed -> "postponed";
            case Delivery.Changes changes ->
                changes.events().stream()
                        .map(event -> event.kind().name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(" "));
        };
    }
}
