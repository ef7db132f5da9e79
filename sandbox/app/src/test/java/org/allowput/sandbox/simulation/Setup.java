package org.allowput.sandbox.simulation;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.allowput.contract.ReplicatedDeletions;
import org.allowput.contract.selection.RequiredTag;
import org.allowput.contract.selection.RequiredTag.TagDecision;
import org.allowput.contract.selection.Selection;

/**
 * The deployment of a run, and what happens in it.
 *
 * @param expirations how many objects a lifecycle rule of the source bucket expires
 * @param large whether some objects are larger than what is copied in one request
 * @param startsWorkflow whether these are copied by the workflow, and not by the function itself
 * @param redeploys whether settings change while copies run
 * @param stops whether somebody stops executions
 * @param backfills whether a job of S3 Batch Operations copies all objects
 * @param calm whether nothing goes wrong
 * @param limited whether that is so but that S3 refuses requests that come too fast, and many objects are put at once
 * @param longTrouble whether what goes wrong lasts longer than retries
 * @param scarce whether many objects fail, and the queue permits few messages in flight
 * @param reconciles whether the operator compares in the end
 * @param drops whether dead letters are dropped before that
 * @param bytesPerSecond of one connection
 * @param waits until the operator acts: not at all, until parts have expired, or until dead letters have
 * @param quiet until all events arrive once more, as from an archive; zero if they do not
 * @param requiresTag whether only objects are copied that a scanner has cleared by a tag
 * @param lateAnswers in percent of the messages that the function sends to the queue again: SQS has taken them, and the
 *     answer comes after the client has given it up
 * @param invokedByS3 whether the trigger is {@code s3}: events get to the queue only if their invocation failed
 */
public record Setup(
        boolean versioned,
        ReplicatedDeletions deletions,
        int expirations,
        boolean writeOnce,
        boolean tags,
        boolean encrypts,
        boolean large,
        boolean startsWorkflow,
        boolean redeploys,
        boolean stops,
        boolean backfills,
        boolean calm,
        boolean limited,
        boolean longTrouble,
        boolean scarce,
        boolean bitErrors,
        boolean reconciles,
        boolean drops,
        long bytesPerSecond,
        Duration waits,
        Duration quiet,
        boolean requiresTag,
        boolean delivers,
        int lateAnswers,
        boolean invokedByS3) {
    static final String DELIVERIES = "_deliveries/";
    static final RequiredTag CLEARED = new RequiredTag("scan", "clean");
    private static final Selection ONLY_CLEARED = Selection.parse("[{\"requiredTag\": \"" + CLEARED.text() + "\"}]");
    private static final Selection DELIVERING = Selection.ALL.deliveringTo(DELIVERIES);
    private static final Selection BOTH = ONLY_CLEARED.deliveringTo(DELIVERIES);
    private static final long MIB = 1024L * 1024;

    private static final int DELIVER_ONE_IN = 4;

    /** Most have none. */
    private static final int[] LATE_ANSWERS = {0, 0, 0, 0, 0, 0, 0, 1, 10, 100};

    /** What later settings are drawn with: the others of a seed stay what they were. */
    private static final long LATER = 0x5EED;

    /** Chosen so that the seeds of found faults stay what they were. */
    private static final long TRIGGER = 0xbc7a;

    private static final int INVOKED_BY_S3_ONE_IN = 6;

    /** The same for expirations. */
    static final long EXPIRATIONS = 0xE4D5;

    /** How often a message is delivered: the default, or less where nothing needs hours. */
    int maxDeliveries() {
        return large ? 100 : 20;
    }

    /** Several times what any run takes. */
    int mostRequests() {
        return large || longTrouble || limited ? 40_000 : 4_000;
    }

    /** The longest trouble that retries survive, in minutes. */
    int survivedMinutes() {
        return large ? 330 : 20;
    }

    /** Whether objects that somebody deletes are deleted in the target. */
    public boolean deletes() {
        return deletions.areReplicated();
    }

    /**
     * Whether it is as words say: the names of properties, each after an exclamation mark if it is not to hold.
     *
     * @throws IllegalArgumentException if there is no such property
     */
    public boolean is(String words) {
        return Stream.of(words.split(" ")).allMatch(word -> word.startsWith("!") != has(word.replace("!", "")));
    }

    private boolean has(String property) {
        return switch (property) {
            case "any" -> true;
            case "actsAtOnce" -> waits.isZero();
            case "actsOnTheThirdDay" -> waits.toDays() == 2;
            case "answersLate" -> lateAnswers == 100;
            case "eventsArriveAgain" -> !quiet.isZero();
            case "expires" -> expirations > 0;
            case "namesAreForgotten" -> quiet.toDays() > 95;
            case "replicatesDeletionsAlone" -> deletions == ReplicatedDeletions.DELETIONS;
            case "replicatesExpirations" -> deletions.includeExpirations();
            case "slow" -> bytesPerSecond < MIB;
            default -> {
                try {
                    yield (boolean) Setup.class.getMethod(property).invoke(this);
                } catch (ReflectiveOperationException e) {
                    throw new IllegalArgumentException("no property of a deployment: " + property, e);
                }
            }
        };
    }

    Selection selection() {
        return requiresTag ? delivers ? BOTH : ONLY_CLEARED : delivers ? DELIVERING : Selection.ALL;
    }

    boolean clears(SimulatedObject object) {
        return tagDecision(object) instanceof TagDecision.Permitted;
    }

    TagDecision tagDecision(SimulatedObject object) {
        return selection().decideByTags(object.key(), object.tags());
    }

    /** @param random what else a run is drawn with */
    static Setup draw(long seed, RandomGenerator random) {
        RandomGenerator later = new SplittableRandom(seed ^ LATER);
        boolean requiresTag = later.nextInt(5) == 0;
        // A required tag needs them.
        boolean versioned = random.nextBoolean() || requiresTag;
        RandomGenerator ofExpirations = new SplittableRandom(seed ^ EXPIRATIONS);
        ReplicatedDeletions deletions = random.nextInt(3) > 0
                ? ReplicatedDeletions.NONE
                : ofExpirations.nextBoolean()
                        ? ReplicatedDeletions.DELETIONS
                        : ReplicatedDeletions.DELETIONS_AND_EXPIRATIONS;
        boolean writeOnce = random.nextInt(10) == 0;
        boolean large = random.nextInt(8) == 0;
        boolean startsWorkflow = large && random.nextInt(4) > 0;
        boolean calm = random.nextInt(8) == 0;
        boolean reconciles = random.nextInt(4) == 0;
        return new Setup(
                versioned,
                deletions,
                deletions.areReplicated() ? ofExpirations.nextInt(4) : 0,
                writeOnce,
                random.nextInt(5) == 0,
                random.nextInt(4) == 0,
                large,
                startsWorkflow,
                startsWorkflow && random.nextBoolean(),
                startsWorkflow && random.nextInt(4) == 0,
                random.nextInt(5) == 0,
                calm,
                calm && !large && random.nextInt(3) == 0,
                !calm && random.nextInt(8) == 0,
                !calm && !large && random.nextInt(20) == 0,
                !calm && random.nextInt(8) == 0,
                reconciles,
                reconciles && random.nextBoolean(),
                large && random.nextInt(3) == 0 ? MIB / 16 : large && random.nextBoolean() ? MIB : 50 * MIB,
                waits(random),
                random.nextInt(3) == 0 ? Duration.ZERO : Duration.ofDays(random.nextLong(20, 180)),
                requiresTag,
                later.nextInt(DELIVER_ONE_IN) == 0,
                LATE_ANSWERS[later.nextInt(LATE_ANSWERS.length)],
                new SplittableRandom(seed ^ TRIGGER).nextInt(INVOKED_BY_S3_ONE_IN) == 0);
    }

    /**
     * Until shortly before a midnight, when rules of lifecycles apply: parts expire after the third, or while a redrive
     * runs.
     */
    private static Duration waits(RandomGenerator random) {
        long days = switch (random.nextInt(4)) {
            case 0 -> random.nextBoolean() ? 3 : random.nextLong(1, 9);
            case 1 -> random.nextLong(15, 60);
            default -> 0;
        };
        return days == 0 ? Duration.ZERO : Duration.ofDays(days).minusSeconds(random.nextLong(60));
    }
}
