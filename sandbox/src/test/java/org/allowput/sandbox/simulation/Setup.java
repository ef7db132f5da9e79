package org.allowput.sandbox.simulation;

import java.util.random.RandomGenerator;

/**
 * The deployment of a run, and what happens in it.
 *
 * @param versioned whether the source bucket has versions
 * @param large whether some objects are larger than one invocation copies
 * @param redeploys whether settings change while copies run
 * @param calm whether nothing goes wrong
 * @param longTrouble whether what goes wrong lasts longer than retries
 * @param scarce whether many objects fail, and the queue permits few messages in flight
 * @param reconciles whether the operator compares in the end
 */
public record Setup(
        boolean versioned,
        boolean deletes,
        boolean writeOnce,
        boolean narrowed,
        boolean large,
        boolean redeploys,
        boolean calm,
        boolean longTrouble,
        boolean scarce,
        boolean reconciles) {
    /** How often a message is delivered: the default, or less where nothing needs hours. */
    int maxDeliveries() {
        return large ? 100 : 20;
    }

    /** The longest trouble that retries survive, in minutes. */
    int survivedMinutes() {
        return large ? 180 : 20;
    }

    public static Setup draw(RandomGenerator random) {
        boolean large = random.nextInt(8) == 0;
        boolean calm = random.nextInt(8) == 0;
        return new Setup(
                random.nextBoolean(),
                random.nextInt(3) == 0,
                random.nextInt(10) == 0,
                random.nextInt(5) == 0,
                large,
                large && random.nextBoolean(),
                calm,
                !calm && random.nextInt(8) == 0,
                !calm && !large && random.nextInt(20) == 0,
                random.nextInt(4) == 0);
    }
}
