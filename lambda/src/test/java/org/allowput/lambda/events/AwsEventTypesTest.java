package org.allowput.lambda.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.amazonaws.services.lambda.runtime.events.S3Event;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.eventnotifications.s3.model.S3EventNotification;
import software.amazon.awssdk.services.s3.model.Event;

/**
 * Why AWS's own classes and its SDK's parser are not what reads events. Should a later version fail where it is silent
 * today, a test here fails, and using it can be thought of again.
 */
class AwsEventTypesTest {
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

    @Test
    void whereAwsClassesAreSilentThisReaderFails() {
        String unknown = "{\"orderId\":4711}";
        String message = """
            {"Records":[{"messageId":"a","messageId":"b","eventSource":"aws:sqs","body":""}]} more\
            """;
        assertThat(of(S3Event.class, "{}").getRecords()).isEmpty();
        assertThat(of(S3Event.class, "{\"detail-type\":\"Object Created\",\"source\":\"aws.s3\"}")
                        .getRecords())
                .isEmpty();
        assertThat(of(SQSEvent.class, unknown).getRecords()).isNull();
        assertThat(of(SQSEvent.class, message).getRecords())
                .extracting(SQSEvent.SQSMessage::getMessageId)
                .containsExactly("b");

        for (String event : List.of("{}", unknown, message)) {
            assertThatExceptionOfType(UnrecognisedEventException.class)
                    .isThrownBy(() -> EventReader.read(new ByteArrayInputStream(event.getBytes(UTF_8))));
        }
    }

    @Test
    void aRecordWithoutATimeIsReadHereOnly() throws IOException {
        String record = """
            {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"us-east-1",\
            "eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"b"},"object":{"key":"k"}}}]}\
            """;

        assertThat(EventReader.read(new ByteArrayInputStream(record.getBytes(UTF_8)))
                        .deliveries())
                .singleElement()
                .isInstanceOf(Delivery.Changes.class);
        assertThatException().isThrownBy(() -> of(S3Event.class, record));
    }

    private static Delivery read(String body) throws IOException {
        String event = Envelope.queue(body);
        return EventReader.read(new ByteArrayInputStream(event.getBytes(UTF_8)))
                .deliveries()
                .getFirst();
    }

    private static <T> T of(Class<T> type, String json) {
        return LambdaEventSerializers.serializerFor(type, AwsEventTypesTest.class.getClassLoader())
                .fromJson(json);
    }
}
