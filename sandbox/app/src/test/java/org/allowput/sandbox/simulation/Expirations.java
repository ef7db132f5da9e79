package org.allowput.sandbox.simulation;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.allowput.sandbox.simulation.aws.Cloud;
import org.allowput.sandbox.simulation.aws.SimulatedBucket;

/**
 * A lifecycle rule of the source bucket, which expires objects at a date: at any age, also while they are copied.
 *
 * @param random of these alone, so that the rest of a run is drawn as without them
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html">Lifecycle rules</a>
 */
record Expirations(Cloud cloud, SimulatedBucket source, Moments moments, RandomGenerator random) {
    void plan(int number, Duration period) {
        for (int i = 0; i < number; i++) {
            String key = Owner.ALL.get(random.nextInt(Owner.ALL.size()));
            if (random.nextBoolean()) {
                cloud.time().after(Duration.ofMillis(random.nextLong(period.toMillis())), () -> expire(key));
            } else {
                int requests = 1 + random.nextInt(key.equals(Owner.LARGE) ? 30 : 8);
                moments.after(requests, Moments.copying(key), () -> expire(key));
            }
        }
    }

    private void expire(String key) {
        if (source.get(key).isPresent()) {
            cloud.journal().write("lifecycle", "expires " + key);
            source.expire(key);
        }
    }
}
