package org.allowput.sandbox.soak;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.allowput.emulator.testing.S3Bucket;
import org.jspecify.annotations.Nullable;
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
    /** The deployment strips the first prefix and adds the other. */
    static final String FROM = "in/";

    static final String TO = "of-b/";

    /** What the deployment's setting is. */
    static final int THRESHOLD_MIB = 5;

    private static final int MIB = 1024 * 1024;
    private static final int LARGE_EVERY = 400;
    private static final int TWO_PARTS = 33 * MIB + 12_345;
    private static final double MEDIAN_BYTES = 1500;
    private static final double SIGMA = 1.8;
    private static final double DELETED = 0.12;
    private static final double SOME_MIB = 0.004;
    private static final int HOT_KEYS = 8;
    private static final double HEAT = 0.15;
    private static final List<String> SHAPES = List.of(
            "plain/%s.txt",
            "2026/11/%s/part-0000.parquet",
            "with spaces  and more %s",
            "a+b+%s",
            "100%%25/%s",
            "this&that=1;other=%s",
            "q?u=e#r/%s",
            "日本語/🎉/ファイル %s",
            "back\\slash \"quotes\" 'more' %s",
            "<%s>{}[]|^`~",
            "ends with a slash/%s/");
    /** Unknown stands for what the SDK takes by itself. */
    private static final List<ChecksumAlgorithm> CHECKSUMS = List.of(
            ChecksumAlgorithm.UNKNOWN_TO_SDK_VERSION,
            ChecksumAlgorithm.UNKNOWN_TO_SDK_VERSION,
            ChecksumAlgorithm.SHA256,
            ChecksumAlgorithm.SHA1,
            ChecksumAlgorithm.CRC32_C);

    private final Random random;
    private final int keys;
    private int drawn;
    private int deletions;

    /** @param changes about how many will be drawn: most keys are taken once, and hot ones often */
    ChangeSequence(long seed, int changes) {
        this.random = new Random(seed);
        this.keys = 2 * changes;
    }

    /** Where an object of the source bucket belongs in the target bucket. */
    static String target(String sourceKey) {
        return sourceKey.replaceFirst("^" + FROM, TO);
    }

    Consumer<S3Bucket> next() {
        drawn++;
        if (drawn == LARGE_EVERY / 2) {
            return put(FROM + "in two parts", TWO_PARTS);
        }
        if (drawn % LARGE_EVERY == LARGE_EVERY / 4) {
            return put(FROM + "large/" + random.nextInt(10), THRESHOLD_MIB * MIB + 1 + random.nextInt(3 * MIB));
        }
        String key = key();
        if (random.nextDouble() < DELETED) {
            deletions++;
            return bucket -> bucket.delete(key);
        }
        return put(key, size());
    }

    int puts() {
        return drawn - deletions;
    }

    int deletions() {
        return deletions;
    }

    private String key() {
        if (random.nextDouble() < HEAT) {
            return FROM + "hot/" + random.nextInt(HOT_KEYS);
        }
        int number = random.nextInt(keys);
        return FROM + SHAPES.get(number % SHAPES.size()).formatted(number);
    }

    private int size() {
        if (random.nextDouble() < SOME_MIB) {
            return MIB + random.nextInt(3 * MIB);
        }
        return (int) Math.min(MIB, MEDIAN_BYTES * Math.exp(SIGMA * random.nextGaussian()) - 1);
    }

    private Consumer<S3Bucket> put(String key, int size) {
        Map<String, String> metadata = new TreeMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            metadata.put("m" + random.nextInt(6), "value " + random.nextInt(1000));
        }
        String type = any("text/plain", "application/json", "image/png");
        String cache = maybe("no-cache", "max-age=60");
        String disposition = maybe("attachment; filename=\"a file " + random.nextInt(10) + ".txt\"");
        String encoding = maybe("gzip", "br");
        String language = maybe("de", "en-GB", "ja");
        ChecksumAlgorithm checksum = CHECKSUMS.get(random.nextInt(CHECKSUMS.size()));
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bucket -> bucket.put(key, bytes, request -> {
            request.metadata(metadata)
                    .contentType(type)
                    .cacheControl(cache)
                    .contentDisposition(disposition)
                    .contentEncoding(encoding)
                    .contentLanguage(language);
            if (checksum != ChecksumAlgorithm.UNKNOWN_TO_SDK_VERSION) {
                request.checksumAlgorithm(checksum);
            }
        });
    }

    private @Nullable String maybe(String... values) {
        return random.nextInt(3) == 0 ? any(values) : null;
    }

    private String any(String... values) {
        return values[random.nextInt(values.length)];
    }
}
