package org.allowput.lambda.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.eventnotifications.s3.model.S3EventNotification;
import software.amazon.awssdk.services.s3.model.Event;

/**
 * Why AWS's parser of S3 notifications is not what reads them. Should a later version of it fail where it is silent
 * today, a test here fails, and using it can be thought of again.
 */
class AwsParserTest {
    private static final String PUT = """
        {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","eventName":"ObjectCreated:Put","s3":\
        {"bucket":{"name":"source"},"object":{"key":"a"}}}]}\
        """;

    static Stream<String> eventNames() {
        return Event.knownValues().stream()
                .map(Event::toString)
                .map(name -> name.substring("s3:".length()))
                .map(name -> name.replace("*", "SomethingNew"));
    }

    @Test
    void whatAwsParserIgnoresIsUnreadable() throws IOException {
        for (String body : new String[] {
            PUT + " ]",
            PUT + PUT,
            PUT.replace("]}", "],\"Records\":" + "[{}]}"),
            PUT.replace("\"key\":\"a\"", "\"key\":\"a\",\"key\":\"b\""),
            PUT.replace("\"2.1\"", "\"3.0\""),
            PUT.replace("\"aws:s3\"", "\"aws:other\""),
            PUT.replace("\"bucket\":{\"name\":\"source\"},", ""),
            PUT.replace("\"key\":\"a\"", "\"size\":1"),
            PUT.replace("\"key\":\"a\"", "\"key\":\"%ff\""),
            PUT.replace("ObjectCreated:Put", "Nothing:Known"),
            PUT.replace("[{", "[null,{")
        }) {
            assertThat(S3EventNotification.fromJson(body).getRecords()).isNotEmpty();
            assertThat(read(body)).as(body).isInstanceOf(Delivery.Unreadable.class);
        }
        assertThat(read(PUT)).isInstanceOf(Delivery.Changes.class);
    }

    @ParameterizedTest
    @MethodSource("eventNames")
    void everyEventThatAwsSdkKnowsIsReadable(String eventName) throws IOException {
        assertThat(read(PUT.replace("ObjectCreated:Put", eventName))).isInstanceOf(Delivery.Changes.class);
    }

    private static Delivery read(String body) throws IOException {
        String event = Envelope.queue(body);
        return EventReader.read(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)))
                .deliveries()
                .getFirst();
    }
}
