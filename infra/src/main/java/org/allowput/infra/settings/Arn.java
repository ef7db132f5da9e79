package org.allowput.infra.settings;

import java.util.regex.Pattern;

/** ARNs of what exists already and is not deployed here. */
final class Arn {
    private static final String KEY = "arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+";
    private static final String TOPIC = "arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+";
    private static final String POLICY = "arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/[!-~]+";

    static final Shape<String> OF_KEY = shape("the ARN of a KMS key (not of an alias)", KEY);
    static final Shape<String> OF_TOPIC = shape("the ARN of an SNS topic", TOPIC);
    static final Shape<String> OF_POLICY = shape("the ARN of an IAM policy", POLICY);

    private Arn() {}

    private static Shape<String> shape(String expected, String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        return Shape.of(expected, text -> {
            Shape.require(compiled.matcher(text).matches(), expected);
            return text;
        });
    }
}
