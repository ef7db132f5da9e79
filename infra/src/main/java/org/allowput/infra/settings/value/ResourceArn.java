package org.allowput.infra.settings.value;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.allowput.infra.settings.reading.SettingType;

/**
 * The ARN of a resource that exists already and is not part of the stacks.
 *
 * @param text the ARN
 * @param partition its partition
 * @param region its Region; empty for IAM, which is global
 * @param account its account; {@code aws} for policies that AWS manages
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html">Amazon Resource Names</a>
 */
public record ResourceArn(String text, String partition, String region, String account) {
    private static final String KEY = "arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+";
    private static final String TOPIC = "arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+";
    private static final String POLICY = "arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/[!-~]+";

    public static final SettingType<String> KEY_TYPE =
            SettingType.matching(KEY, "the ARN of a KMS key (not of an alias)");
    public static final SettingType<String> TOPIC_TYPE = SettingType.matching(TOPIC, "the ARN of an SNS topic");
    public static final SettingType<String> POLICY_TYPE = SettingType.matching(POLICY, "the ARN of an IAM policy");

    private static final Pattern ANY = Pattern.compile("arn:([^:]+):[^:]+:([^:]*):([^:]+):.+");

    /** Parses the value of a setting of one of the types above. */
    public static ResourceArn of(String text) {
        Matcher matcher = ANY.matcher(text);
        SettingType.require(matcher.matches(), "an ARN");
        return new ResourceArn(text, matcher.group(1), matcher.group(2), matcher.group(3));
    }
}
