package org.allowput.ops.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.lambda.events.Delivery;
import org.allowput.lambda.events.EventReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.arns.Arn;

/** Test events as the function reads them. */
class ExampleEventTest {
    private static final Arn FUNCTION =
            Arn.fromString("arn:aws-cn:lambda:cn-north-1:444444444444:function:ReplicateObjects:live");
    private static final Instant NOW = Instant.parse("2027-05-06T07:08:09.123Z");
    /** Has what needs an encoding. */
    private static final String KEY = "in/ä +%20&\"\\$1.csv";

    @ParameterizedTest
    @EnumSource
    void everyFormatNamesTheObjectAndTheBucketThatWereGiven(ExampleEvent format) throws IOException {
        String json = format.json("our-222222222222-bucket", KEY, FUNCTION, NOW);

        assertThat(EventReader.read(new ByteArrayInputStream(json.getBytes(UTF_8)))
                        .deliveries())
                .singleElement()
                .isInstanceOfSatisfying(
                        Delivery.Changes.class,
                        changes -> assertThat(changes.events()).singleElement().satisfies(event -> {
                            assertThat(event.bucket()).isEqualTo("our-222222222222-bucket");
                            assertThat(event.key()).isEqualTo(KEY);
                            // The lag that the function reports begins here; a task of a job has no time.
                            assertThat(event.time())
                                    .isEqualTo(
                                            format == ExampleEvent.S3_BATCH
                                                    ? null
                                                    : Instant.parse("2027-05-06T07:08:09Z"));
                            assertThat(event.kind())
                                    .isEqualTo(
                                            format == ExampleEvent.S3_BATCH
                                                    ? ChangeEvent.Kind.TASK
                                                    : ChangeEvent.Kind.CREATED);
                        }));
    }
}
