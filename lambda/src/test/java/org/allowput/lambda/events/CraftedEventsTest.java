package org.allowput.lambda.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.emulator.local.Unchecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that somebody made to hurt: each is refused, or read exactly, within bounds of memory and stack. */
class CraftedEventsTest {
    private static final int LARGEST = 7 << 20;

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "[{\"a\":"})
    void deepNestingIsRefusedWhereverItIs(String opening) throws IOException {
        String deep = opening.repeat(100_000);
        String closed = "[".repeat(100_000) + "]".repeat(100_000);

        assertRefused(deep);
        assertRefused("{\"Records\":" + deep);
        assertRefused("{\"x\":" + closed + ",\"Records\":[]}");
        assertThat(queue(deep)).isInstanceOf(Delivery.Unreadable.class);
        assertThat(queue("{\"Records\":" + closed + "}")).isInstanceOf(Delivery.Unreadable.class);
        assertThat(queue(Envelope.sns(deep))).isInstanceOf(Delivery.Unreadable.class);
    }

    @Test
    void theLargestEventsFitASmallStack() throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(null, CraftedEventsTest::readTheDeepestMessage, "small stack", 256 * 1024);
        thread.setUncaughtExceptionHandler((in, thrown) -> failure.set(thrown));
        thread.start();
        assertThat(thread.join(Duration.ofSeconds(60))).isTrue();

        assertThat(failure).hasNullValue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{},", "[],", "0,", "\"\",", "{\"a\":{}},", "1e9,"})
    void whatIsNothingButValuesCostsBoundedMemory(String value) {
        String event = "{\"Records\":[" + value.repeat(6_000_000 / value.length()) + "{}]}";
        byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

        long before = threads.getCurrentThreadAllocatedBytes();
        assertThatExceptionOfType(UnrecognisedEventException.class)
                .isThrownBy(() -> EventReader.read(new ByteArrayInputStream(bytes)));
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated).as("bytes allocated, kept or not").isLessThan(200L << 20);
    }

    @Test
    void anEventThatLambdaCouldNotHaveDeliveredIsRefusedBeforeItIsAllRead() {
        byte[] event = ("{\"x\":\"" + "x".repeat(LARGEST)).getBytes(StandardCharsets.UTF_8);

        assertThatExceptionOfType(UnrecognisedEventException.class)
                .isThrownBy(() -> EventReader.read(new ByteArrayInputStream(event)))
                .withMessageContaining("larger, deeper or longer than any that AWS sends");
    }

    @Test
    void aMessageOfFiveMegabytesIsReadExactly() throws IOException {
        String padding = "\"x\":\"" + "y".repeat(5_000_000) + "\"";
        String body = put("a").replace("\"key\"", padding + ",\"key\"");

        assertThat(queue(body)).isEqualTo(queue(put("a")));
    }

    @Test
    void thousandsOfNamesOfOneHashAreReadLikeOthers() throws IOException {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < 1 << 14; i++) {
            StringBuilder name = new StringBuilder("\"");
            for (int bit = 0; bit < 14; bit++) {
                name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            names.append(name).append("\":0,");
        }
        String body = put("a").replaceFirst("\\{", "{" + names);

        assertThat(queue(body)).isInstanceOf(Delivery.Changes.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..%2F..%2Fetc%2Fpasswd",
                "%2F%2F",
                "a%00b%0A",
                "%E2%80%AE",
                ".",
                "%F0%9F%8C%B7",
                "a%2520b",
                "%EF%BB%BF"
            })
    void aKeyIsTakenExactlyHoweverOddItIs(String encoded) throws IOException {
        assertThat(keys(queue(put(encoded)))).containsExactly(URLDecoder.decode(encoded, StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "%",
                "a%2",
                "%zz",
                "%+1",
                "%-1",
                "% 1",
                "%\uFF11\uFF12",
                "%ff",
                "%C3",
                "%ED%A0%80",
                "%C0%AF",
                "\\ud800"
            })
    void aKeyThatStandsForNoObjectIsUnreadable(String encoded) throws IOException {
        assertThat(queue(put(encoded)))
                .isInstanceOfSatisfying(
                        Delivery.Unreadable.class,
                        unreadable -> assertThat(unreadable.reason()).contains("Records[0].s3.object.key"));
    }

    @Test
    void aKeyIsAtMostAsLongAsS3Allows() throws IOException {
        assertThat(queue(put("%C3%A9".repeat(512)))).isInstanceOf(Delivery.Changes.class);
        assertThat(queue(put("%C3%A9".repeat(512) + "a")))
                .isInstanceOfSatisfying(
                        Delivery.Unreadable.class,
                        unreadable -> assertThat(unreadable.reason()).contains("has 1025 bytes"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"size\":-1",
                "\"size\":\"large\"",
                "\"size\":9223372036854775808",
                "\"size\":1e99",
                "\"versionId\":7,\"version-id\":7",
                "\"eTag\":{},\"etag\":[]",
                "\"sequencer\":false"
            })
    void aFieldThatNothingUsesMakesNoMessageUnreadable(String field) throws IOException {
        String expected = field + ",\"key\"";

        assertThat(queue(put("a").replace("\"key\"", expected))).isEqualTo(queue(put("a")));
        assertThat(queue(objectCreated("2026-01-01T00:00:00Z").replace("\"key\"", expected)))
                .isEqualTo(queue(objectCreated("2026-01-01T00:00:00Z")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "{}", "\"v1\""})
    void theVersionOfATaskMakesNoTaskUnreadable(String version) throws IOException {
        String job = """
            {"invocationSchemaVersion":"1.0","invocationId":"i","tasks":[{"taskId":"t","s3Key":"a","s3VersionId":null,\
            "s3BucketArn":"arn:aws:s3:::source"}]}\
            """;

        assertThat(read(job.replace("\"s3VersionId\":null", "\"s3VersionId\":" + version)))
                .isEqualTo(read(job));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+999999999-12-31T23:59:59Z",
                "-999999999-01-01T00:00:00Z",
                "+10000-01-01T00:00:00Z",
                "1969-12-31T23:59:59Z",
                "yesterday",
                ""
            })
    void aTimeThatIsNoneIsNoTimeAndTheMessageIsReadable(String time) throws IOException {
        String notification = put("a").replace("\"eventName\"", "\"eventTime\":\"" + time + "\",\"eventName\"");
        String testEvent = "{\"Event\":\"s3:TestEvent\",\"Bucket\":\"source\",\"Time\":\"" + time + "\"}";

        for (String body : List.of(notification, objectCreated(time), testEvent)) {
            assertThat(queue(body))
                    .as(body)
                    .isInstanceOfSatisfying(
                            Delivery.Changes.class,
                            changes -> assertThat(changes.events().getFirst().time())
                                    .isNull());
        }
        assertThat(queue(notification.replace("\"" + time + "\"", "17"))).isEqualTo(queue(put("a")));
    }

    @Test
    void aReasonHoldsNoValuesAndNoNewLines() throws IOException {
        String secret = "{\"Records\":[{\"eventSource\":\"hunter2\",\"na\\nme\":\"hunter2\"}]}";

        assertThat(queue(secret))
                .isInstanceOfSatisfying(
                        Delivery.Unreadable.class,
                        unreadable -> assertThat(unreadable.reason())
                                .doesNotContain("hunter2")
                                .doesNotContain("\n")
                                .contains("na\uFFFDme"));
        assertThat(queue("hunter2"))
                .isInstanceOfSatisfying(
                        Delivery.Unreadable.class,
                        unreadable -> assertThat(unreadable.reason())
                                .doesNotContain("hunter2")
                                .contains("line 1"));
    }

    private static void readTheDeepestMessage() {
        String deepest = "\"x\":" + "[".repeat(58) + "]".repeat(58);
        Unchecked.run(() -> assertThat(queue(put("a").replace("\"key\"", deepest + ",\"key\"")))
                .isInstanceOf(Delivery.Changes.class));
    }

    private static void assertRefused(String event) {
        assertThatExceptionOfType(UnrecognisedEventException.class)
                .isThrownBy(() -> EventReader.read(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8))));
    }

    private static Delivery queue(String body) throws IOException {
        return read(Envelope.queue(body));
    }

    private static Delivery read(String event) throws IOException {
        return EventReader.read(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)))
                .deliveries()
                .getFirst();
    }

    private static List<String> keys(Delivery delivery) {
        return delivery instanceof Delivery.Changes changes
                ? changes.events().stream().map(ChangeEvent::key).toList()
                : List.of();
    }

    private static String objectCreated(String time) {
        return """
            {"version":"0","detail-type":"Object Created","source":"aws.s3","time":"%s","detail":\
            {"bucket":{"name":"source"},"object":{"key":"a"}}}\
            """.formatted(time);
    }

    private static String put(String encodedKey) {
        return """
            {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","eventName":"ObjectCreated:Put","s3":\
            {"bucket":{"name":"source"},"object":{"key":"%KEY"}}}]}\
            """.replace("%KEY", encodedKey);
    }
}
