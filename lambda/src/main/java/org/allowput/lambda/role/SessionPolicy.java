package org.allowput.lambda.role;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.allowput.contract.IamPattern;

/**
 * What a session of the role may do at most: write some keys. It never gives more than the role has, so it names every
 * action that an opt-in may have added.
 *
 * <p>Each key's pattern matches that key, on any reading of it: {@link IamPattern}. A key too long to be named whole is
 * named by its beginning.
 *
 * @param patterns one for each key
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session">Session
 *     policies</a>
 */
public record SessionPolicy(Bucket bucket, List<String> patterns) {
    /**
     * Characters of a policy that STS takes: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
     */
    static final int LONGEST = 2048;

    private static final int LONGEST_COMMON = 200;

    public SessionPolicy {
        patterns = List.copyOf(patterns);
    }

    /** Where the keys are, and the ARN of the key that objects are encrypted with, empty where there is none. */
    public record Bucket(String arn, String kmsKey) {}

    /** As few policies as name all keys: each in one of them, in their order. */
    public static List<SessionPolicy> naming(Collection<String> keys, Bucket bucket) {
        List<SessionPolicy> policies = new ArrayList<>();
        SessionPolicy current = new SessionPolicy(bucket, List.of());
        for (String key : keys) {
            SessionPolicy extended = current.withPattern(pattern(key, bucket));
            if (extended.text().length() > LONGEST) {
                policies.add(current);
                extended = new SessionPolicy(bucket, List.of(extended.patterns().getLast()));
            }
            current = extended;
        }
        policies.add(current);
        return policies;
    }

    private SessionPolicy withPattern(String pattern) {
        List<String> more = new ArrayList<>(patterns);
        more.add(pattern);
        return new SessionPolicy(bucket, more);
    }

    private static String pattern(String key, Bucket bucket) {
        String pattern = IamPattern.of(key);
        String whole = pattern;
        for (int kept = whole.length() - 1;
                new SessionPolicy(bucket, List.of(pattern)).text().length() > LONGEST;
                kept--) {
            pattern = whole.substring(0, kept) + "*";
        }
        return pattern;
    }

    /**
     * One that is shorter, and allows what the keys have in common at their beginning: STS also limits what it makes of
     * a policy, which cannot be known before.
     */
    SessionPolicy widened() {
        String common = patterns.getFirst();
        for (String pattern : patterns) {
            int same = 0;
            while (same < Math.min(common.length(), pattern.length()) && common.charAt(same) == pattern.charAt(same)) {
                same++;
            }
            common = common.substring(0, same);
        }
        return new SessionPolicy(bucket, List.of(common.substring(0, Math.min(common.length(), LONGEST_COMMON)) + "*"));
    }

    String text() {
        String objects = patterns.stream()
                .map(pattern -> quoted(bucket.arn() + "/" + pattern))
                .collect(Collectors.joining(","));
        String key = bucket.kmsKey().isEmpty()
                ? ""
                : ",{\"Effect\":\"Allow\",\"Action\":[\"kms:GenerateDataKey\",\"kms:Decrypt\"],\"Resource\":"
                        + quoted(bucket.kmsKey()) + "}";
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"s3:PutObject\","
                + "\"s3:PutObjectTagging\",\"s3:DeleteObject\",\"s3:AbortMultipartUpload\"],\"Resource\":[" + objects
                + "]}" + key + "]}";
    }

    private static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
