package org.allowput.infra.settings.value;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    private static final Pattern ANY = Pattern.compile("arn:([^:]+):[^:]+:([^:]*):([^:]+):.+");

    /** Reads an ARN. @throws IllegalArgumentException if the text is none */
    public static ResourceArn of(String text) {
        Matcher matcher = ANY.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected an ARN");
        }
        return new ResourceArn(text, matcher.group(1), matcher.group(2), matcher.group(3));
    }
}
