package org.allowput.sandbox.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;

/**
 * Changes as they come in a bucket that is used: the same ones for the same seed. Sizes are log-normal, as those of
 * files are: most are some KiB, a few some MiB, every {@value #LARGE_EVERY}th above the threshold of multipart uploads,
 * and one in each workload large enough for two parts.
 *
 * @see <a href="https://www.usenix.org/conference/fast-07/five-year-study-file-system-metadata">A five-year study of
 *     file-system metadata</a>: the sizes of files
 */
final class ChangeSequence {
    private static final int MIB = 1024 * 1024;

    /** What the deployment's setting is. */
    static final int THRESHOLD_MIB = 5;

    private static final int LARGE_EVERY = 400;
    private static final int TWO_PARTS = 33 * MIB + 12_345;
    private static final double MEDIAN_BYTES = 1500;
    private static final double SIGMA = 1.8;
    private static final double DELETED = 0.12;
    private static final double SOME_MIB = 0.004;

    private static final List<Optional<ChecksumAlgorithm>> CHECKSUMS = List.of(
            Optional.empty(),
            Optional.empty(),
            Optional.of(ChecksumAlgorithm.SHA256),
            Optional.of(ChecksumAlgorithm.SHA1),
            Optional.of(ChecksumAlgorithm.CRC32_C));

    private final Random random;
    private final Keys keys;
    private int drawn;

    /** @param changes about how many will be drawn: most keys are taken once, and hot ones often */
    ChangeSequence(long seed, int changes) {
        this.random = new Random(seed);
        this.keys = new Keys(2 * changes, 8);
    }

    Change next() {
        drawn++;
        if (drawn == LARGE_EVERY / 2) {
            return put(Keys.FROM + "in two parts", TWO_PARTS);
        }
        if (drawn % LARGE_EVERY == LARGE_EVERY / 4) {
            return put(Keys.FROM + "large/" + random.nextInt(10), THRESHOLD_MIB * MIB + 1 + random.nextInt(3 * MIB));
        }
        String key = keys.any(random);
        return random.nextDouble() < DELETED ? new Change.Delete(key) : put(key, size());
    }

    private int size() {
        if (random.nextDouble() < SOME_MIB) {
            return MIB + random.nextInt(3 * MIB);
        }
        return (int) Math.min(MIB, MEDIAN_BYTES * Math.exp(SIGMA * random.nextGaussian()) - 1);
    }

    private Change.Put put(String key, int size) {
        Map<String, String> metadata = new TreeMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            metadata.put("m" + random.nextInt(6), "value " + random.nextInt(1000));
        }
        Map<String, String> headers = new TreeMap<>(Map.of("type", any("text/plain", "application/json", "image/png")));
        maybe(headers, "cache", any("no-cache", "max-age=60"));
        maybe(headers, "disposition", "attachment; filename=\"a file " + random.nextInt(10) + ".txt\"");
        maybe(headers, "encoding", any("gzip", "br"));
        maybe(headers, "language", any("de", "en-GB", "ja"));
        return new Change.Put(
                key, size, random.nextLong(), metadata, headers, CHECKSUMS.get(random.nextInt(CHECKSUMS.size())));
    }

    private void maybe(Map<String, String> headers, String name, String value) {
        if (random.nextInt(3) == 0) {
            headers.put(name, value);
        }
    }

    private String any(String... values) {
        return new ArrayList<>(List.of(values)).get(random.nextInt(values.length));
    }
}
