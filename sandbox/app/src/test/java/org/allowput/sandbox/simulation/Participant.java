package org.allowput.sandbox.simulation;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Who acts in a run, or watches it: with its services, clock, random generator, journal and setup. */
abstract class Participant {
    final Cloud cloud;
    final VirtualTime time;
    final RandomGenerator random;
    final Journal journal;
    final Setup setup;

    Participant(Cloud cloud) {
        this.cloud = cloud;
        this.time = cloud.time;
        this.random = cloud.random;
        this.journal = cloud.journal;
        this.setup = cloud.setup;
    }

    /** Since the run began. */
    Duration now() {
        return Duration.ofNanos(time.nanoTime());
    }
}
