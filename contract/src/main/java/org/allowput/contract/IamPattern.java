package org.allowput.contract;

import java.util.regex.Pattern;

/**
 * Text as a pattern in a policy. IAM reads {@code *}, {@code ?} and <code>$</code> as wildcards and variables, so the
 * pattern has {@code ?}, any one character, in their place. A policy has no characters above U+00FF, and AWS does not
 * say by which units it compares them, so the pattern has {@code *}, any characters, in place of those that are not
 * printable ASCII. It therefore matches the text, and with such characters some others.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html">Policy
 *     variables</a>
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html">Wildcards
 *     in resources</a>
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html">Characters of a policy</a>
 */
public final class IamPattern {
    private static final Pattern WILDCARD = Pattern.compile("[*?$]");
    private static final Pattern NOT_PRINTABLE_ASCII = Pattern.compile("[^ -~]+");

    private IamPattern() {}

    /** Of all that begins with the prefix. */
    public static String startingWith(String prefix) {
        return NOT_PRINTABLE_ASCII
                        .matcher(WILDCARD.matcher(prefix).replaceAll("?"))
                        .replaceAll("*")
                + "*";
    }
}
