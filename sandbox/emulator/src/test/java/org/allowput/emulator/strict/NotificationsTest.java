package org.allowput.emulator.strict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.allowput.emulator.testing.ErrorPage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of AWS's page on filters of notifications. */
class NotificationsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "s3:ObjectCreated:*   | images/ |      | s3:ObjectCreated:*    | logs/   |     | false",
                "s3:ObjectCreated:*   |         | .jpg | s3:ObjectCreated:*    |         | .png | false",
                "s3:ObjectCreated:Put | images/ | jpg  | s3:ObjectCreated:Put  | images/ | png | false",
                "s3:ObjectCreated:Put | images/ |      | s3:ObjectRemoved:*    | images/ |     | false",
                "s3:ObjectCreated:*   |         |      | s3:ObjectCreated:*    | images/ |     | true",
                "s3:ObjectCreated:*   | image   |      | s3:ObjectCreated:Put  | images/ |     | true",
                "s3:ObjectCreated:*   |         | jpg  | s3:ObjectCreated:Copy |         | pg  | true",
                "s3:ObjectCreated:*   |         |      | s3:ObjectCreated:*    |         |     | true"
            })
    void twoDestinationsOfOneEventAreRefused(
            String event,
            @Nullable String prefix,
            @Nullable String suffix,
            String otherEvent,
            @Nullable String otherPrefix,
            @Nullable String otherSuffix,
            boolean refused) {
        Optional<Refusal> refusal =
                Notifications.refuse("<NotificationConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
                        + configuration("Queue", event, prefix, suffix)
                        + configuration("CloudFunction", otherEvent, otherPrefix, otherSuffix)
                        + "<EventBridgeConfiguration/></NotificationConfiguration>");

        assertThat(refusal.isPresent()).isEqualTo(refused);
        refusal.ifPresent(it ->
                ErrorPage.holds("A notification overlaps with another one", it.code() + ": " + it.message(), Map.of()));
    }

    private static String configuration(String kind, String event, @Nullable String prefix, @Nullable String suffix) {
        return "<%1$sConfiguration><%1$s>arn</%1$s><Event>%2$s</Event>%3$s</%1$sConfiguration>"
                .formatted(
                        kind,
                        event,
                        "<Filter><S3Key>" + rule("prefix", prefix) + rule("suffix", suffix) + "</S3Key></Filter>");
    }

    private static String rule(String name, @Nullable String value) {
        return value == null ? "" : "<FilterRule><Name>%s</Name><Value>%s</Value></FilterRule>".formatted(name, value);
    }
}
