package org.allowput.sandbox.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.allowput.contract.MessageRetention;
import org.allowput.contract.ReplicatedDeletions;
import org.allowput.contract.selection.KeyRule;
import org.allowput.contract.selection.Selection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two deployments copy between two buckets in both directions, with keys that overlap, against what
 * {@code source.bucketIsTargetToo} asks for. Neither CloudFormation nor Lambda stops them: the functions do.
 */
class TwoDirectionsTest {
    private static final Duration AN_HOUR = Duration.ofHours(1);

    private final VirtualTime time = new VirtualTime(new SplittableRandom(0));
    private final Cloud cloud = new Cloud(time, new SplittableRandom(0), new Journal(time), calm());
    private final SimulatedBucket one = cloud.s3.create("one", true);
    private final SimulatedBucket two = cloud.s3.create("two", true);

    @AfterEach
    void end() {
        time.end();
    }

    @Test
    void anObjectIsCopiedOnceAndItsCopyIsADeadLetterThatSaysWhy() {
        SimulatedQueue deadLettersThere = deploy("one", one, "two");
        SimulatedQueue deadLettersBack = deploy("two", two, "one");

        put(one, "shared/of-one");
        put(two, "shared/of-two");
        time.runUntil(AN_HOUR);

        assertThat(cloud.counts()).containsEntry("PutObject one", 1).containsEntry("PutObject two", 1);
        assertThat(one.objects()).containsOnlyKeys("shared/of-one", "shared/of-two");
        assertThat(two.objects()).containsOnlyKeys("shared/of-one", "shared/of-two");
        assertThat(reasons(deadLettersThere))
                .singleElement()
                .asString()
                .contains("ObjectCreated:Put was made by a replication", "let keys.include leave out the keys");
        assertThat(reasons(deadLettersBack)).hasSize(1);
    }

    @Test
    void disjointPrefixesInBothDirectionsAndWhatAProgramMakesOfACopyAreCopiedWithoutADeadLetter() {
        SimulatedQueue deadLettersThere = deploy("one", one, "two", Code.PRODUCT, "from-one/**");
        SimulatedQueue deadLettersBack = deploy("two", two, "one", Code.PRODUCT, "from-two/**");

        put(one, "from-one/a");
        put(two, "from-two/a");
        time.runUntil(AN_HOUR);
        put(two, "from-two/made-of-a");
        time.runUntil(AN_HOUR.multipliedBy(2));

        assertThat(cloud.counts()).containsEntry("PutObject one", 2).containsEntry("PutObject two", 1);
        assertThat(one.objects()).containsOnlyKeys("from-one/a", "from-two/a", "from-two/made-of-a");
        assertThat(two.objects()).containsOnlyKeys("from-one/a", "from-two/a", "from-two/made-of-a");
        assertThat(reasons(deadLettersThere)).isEmpty();
        assertThat(reasons(deadLettersBack)).isEmpty();
    }

    @Test
    void aDeletionIsReplicatedOnce() {
        deploy("one", one, "two");
        SimulatedQueue deadLettersBack = deploy("two", two, "one");
        put(one, "shared/a");
        time.runUntil(AN_HOUR);

        one.delete("shared/a");
        time.runUntil(AN_HOUR.multipliedBy(2));

        assertThat(two.objects()).isEmpty();
        assertThat(cloud.counts()).containsEntry("DeleteObject two", 1).doesNotContainKey("DeleteObject one");
        assertThat(reasons(deadLettersBack))
                .hasSize(2)
                .last()
                .asString()
                .contains("ObjectRemoved:Delete was made by a replication");
    }

    @Test
    void theSameFunctionsWouldCopyOneObjectEndlesslyIfTheyCopiedCopies() {
        Code withoutBound = new Code(
                "copies are copied",
                Patch.load(List.of(Patch.of("`lambda.replication.EventDecision.of` byReplication is false"))),
                Code.PRODUCT.template());
        deploy("one", one, "two", withoutBound);
        deploy("two", two, "one", withoutBound);

        put(one, "shared/a");
        time.runUntil(AN_HOUR);

        assertThat(cloud.counts().get("PutObject one")).isGreaterThan(1000);
    }

    private static List<Object> reasons(SimulatedQueue deadLetters) {
        return deadLetters.messages().stream()
                .<Object>map(message -> message.attributes.toString())
                .toList();
    }

    private void put(SimulatedBucket bucket, String key) {
        byte[] bytes = key.getBytes(UTF_8);
        bucket.put(key, bytes, Map.of(), SimulatedObject.eTag(bytes), Map.of(), time.instant());
    }

    private SimulatedQueue deploy(String source, SimulatedBucket bucket, String target) {
        return deploy(source, bucket, target, Code.PRODUCT);
    }

    private SimulatedQueue deploy(String source, SimulatedBucket bucket, String target, Code code) {
        return deploy(source, bucket, target, code, "**");
    }

    /**
     * Copies what changes in a bucket to the other, as its owner deletes there what is deleted here.
     *
     * @param include the pattern of the keys that are copied; the function gets the events of all keys
     */
    private SimulatedQueue deploy(String source, SimulatedBucket bucket, String target, Code code, String include) {
        SimulatedQueue deadLetters = queue("dead-letters-" + source, Optional.empty());
        SimulatedQueue queue = queue("queue-" + source, Optional.of(deadLetters));
        cloud.s3.create("operations-" + source, false);
        Map<String, String> variables = new HashMap<>(SimulatedDeployment.variables(cloud.setup));
        variables.putAll(Map.of(
                "SOURCE_BUCKET",
                source,
                "TARGET_BUCKET",
                target,
                "RECEIPTS_BUCKET",
                "operations-" + source,
                "QUEUE_URL",
                SimulatedDeployment.URL + queue.name(),
                "DEAD_LETTER_QUEUE_URL",
                SimulatedDeployment.URL + deadLetters.name(),
                "SELECTION",
                Selection.of(KeyRule.of(include, "", "")).json(),
                "REPLICATE_DELETES",
                ReplicatedDeletions.DELETIONS.toString(),
                "LARGE_OBJECTS_STATE_MACHINE_ARN",
                StepFunctions.ARN));
        SimulatedLambda function = new SimulatedLambda(
                cloud,
                "function-" + source,
                Duration.ofMinutes(5),
                20,
                code.function("replication"),
                variables,
                (process, line) -> {});
        new QueueTrigger(cloud, queue, function, 20, code.template().stopsRecursion());
        bucket.listen(change -> queue.send(
                SimulatedNotifications.text(
                        cloud,
                        source,
                        change.key(),
                        change.now() == null ? "ObjectRemoved:Delete" : "ObjectCreated:Put"),
                Map.of(),
                Duration.ofSeconds(1)));
        return deadLetters;
    }

    private SimulatedQueue queue(String name, Optional<SimulatedQueue> deadLetters) {
        SimulatedQueue queue = new SimulatedQueue(
                time,
                new SimulatedQueue.Settings(
                        name,
                        Duration.ofSeconds(330),
                        deadLetters.isPresent() ? MessageRetention.QUEUE : MessageRetention.DEAD_LETTERS,
                        100,
                        120_000),
                deadLetters);
        cloud.sqs.add(queue);
        return queue;
    }

    private static Setup calm() {
        return LongStream.iterate(0, seed -> seed + 1)
                .mapToObj(Simulation::setup)
                .filter(setup -> setup.is("calm !large !limited !requiresTag !delivers !writeOnce !encrypts !tags"))
                .findFirst()
                .orElseThrow();
    }
}
