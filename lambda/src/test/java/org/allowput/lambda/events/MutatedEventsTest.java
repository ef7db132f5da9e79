package org.allowput.lambda.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * Mutated and random bytes never crash the intake, are never an empty success, and never hide another message's
 * failure.
 */
class MutatedEventsTest {
    private static final int MUTATIONS_OF_A_FILE = 300;
    private static final int RANDOM_DOCUMENTS = 3000;
    private static final int MUTATED_BODIES = 6000;

    private static int inputs;

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(2026);
    private final List<byte[]> seeds =
            EventFile.table().stream().map(EventFile::bytes).toList();
    private final Mutations mutations = new Mutations(random, seeds);

    @AfterAll
    static void tellHowMany() {
        System.out.println("Mutated and random events given to the intake: " + inputs);
    }

    @Test
    void aMutatedEventIsRefusedOrEverythingInItIsAnswered() throws IOException {
        int read = 0;
        for (byte[] seed : seeds) {
            for (int i = 0; i < MUTATIONS_OF_A_FILE; i++) {
                byte[] event = mutations.mutate(seed);
                inputs++;
                try {
                    read += EventReaderProperties.check(event) ? 1 : 0;
                } catch (RuntimeException | Error e) {
                    throw new AssertionError(new String(event, StandardCharsets.UTF_8), e);
                }
            }
        }
        assertThat(read).as("mutations that are mild enough to be read").isGreaterThan(2000);
    }

    @Test
    void randomBytesAreRefused() throws IOException {
        for (int i = 0; i < RANDOM_DOCUMENTS; i++) {
            inputs++;
            assertThat(EventReaderProperties.check(mutations.randomBytes())).isFalse();
        }
    }

    @Test
    void aMutatedMessageChangesNothingInTheMessagesAroundIt() throws IOException {
        List<String> bodies = bodies();
        for (int i = 0; i < MUTATED_BODIES; i++) {
            String before = bodies.get(random.nextInt(bodies.size()));
            String mutated = text(mutations.mutate(before.getBytes(StandardCharsets.UTF_8)));
            String after = bodies.get(random.nextInt(bodies.size()));
            String event = Envelope.queue(List.of(
                    new Envelope.Message("1", before),
                    new Envelope.Message("2", mutated),
                    new Envelope.Message("3", after)));
            inputs++;

            List<Delivery> deliveries = read(event);

            assertThat(deliveries).extracting(Delivery::id).containsExactly("1", "2", "3");
            assertThat(deliveries.get(0)).isEqualTo(alone("1", before));
            assertThat(deliveries.get(1)).isEqualTo(alone("2", mutated));
            assertThat(deliveries.get(2)).isEqualTo(alone("3", after));
            EventReaderProperties.check(event.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The bodies of the messages of every file that has some. */
    private static List<String> bodies() {
        List<String> bodies = new ArrayList<>();
        for (EventFile file : EventFile.table()) {
            if (file.name().startsWith("sqs-")) {
                JsonNode.parser()
                        .parse(file.bytes())
                        .field("Records")
                        .orElseThrow()
                        .asArray()
                        .forEach(message ->
                                bodies.add(message.field("body").orElseThrow().asString()));
            }
        }
        return bodies;
    }

    private static Delivery alone(String id, String body) throws IOException {
        return read(Envelope.queue(List.of(new Envelope.Message(id, body)))).getFirst();
    }

    private static List<Delivery> read(String event) throws IOException {
        return EventReader.read(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)))
                .deliveries();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
