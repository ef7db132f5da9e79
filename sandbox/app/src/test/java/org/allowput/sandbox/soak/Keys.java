package org.allowput.sandbox.soak;

import java.util.List;
import java.util.Random;

/**
 * Keys of the source bucket as a workload meets them, and the rule that the soak's deployment maps them by, written a
 * second time: the deployment strips {@value #FROM} and adds {@value #TO}.
 */
record Keys(int ordinary, int hot) {
    static final String FROM = "in/";
    static final String TO = "of-b/";

    /** How often a hot key is chosen. */
    private static final double HEAT = 0.15;

    private static final List<String> SHAPES = List.of(
            "plain/%s.txt",
            "plain/%s.json",
            "2026/11/%s/part-0000.parquet",
            "with spaces  and more %s",
            "a+b+%s",
            "100%%/%s",
            "100%%25/%s",
            "this&that=1;other=%s",
            "q?u=e#r/%s",
            "日本語/ファイル %s",
            "🚀/🎉/%s",
            "back\\slash \"quotes\" 'more' %s",
            "<%s>{}[]|^`~",
            "ends with a slash/%s/");

    String any(Random random) {
        if (random.nextDouble() < HEAT) {
            return FROM + "hot/" + random.nextInt(hot);
        }
        int number = random.nextInt(ordinary);
        return FROM + SHAPES.get(number % SHAPES.size()).formatted(number);
    }

    /** Where an object of the source bucket belongs in the target bucket. */
    static String target(String sourceKey) {
        if (!sourceKey.startsWith(FROM)) {
            throw new IllegalArgumentException("not a key that is copied: " + sourceKey);
        }
        return TO + sourceKey.substring(FROM.length());
    }
}
