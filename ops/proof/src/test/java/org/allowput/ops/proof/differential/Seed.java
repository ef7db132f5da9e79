package org.allowput.ops.proof.differential;

import java.util.List;
import java.util.Random;

/**
 * A source of random choices that can be replayed: {@code -Dproof.seed=SEED}.
 *
 * @param value printed by each test, and a part of each failure
 */
public record Seed(long value) {
    /** That of the property, or another one in each build. */
    public static Seed next() {
        Seed seed = new Seed(Long.getLong("proof.seed", System.nanoTime()));
        System.out.println("replay with -Dproof.seed=" + seed.value());
        return seed;
    }

    /** Whether the build has time for all of it: {@code -Pnightly}. */
    public static boolean all() {
        return Boolean.getBoolean("proof.all");
    }

    public Random random() {
        return new Random(value);
    }

    static <T> T oneOf(Random random, List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
