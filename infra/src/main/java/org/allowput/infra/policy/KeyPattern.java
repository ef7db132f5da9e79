package org.allowput.infra.policy;

import java.util.regex.Pattern;

/**
 * All keys that begin with a prefix, as IAM matches them. IAM reads {@code *}, {@code ?} and <code>$</code> as
 * wildcards and variables, so the pattern has {@code ?}, any one character, in their place. A policy has no characters
 * above U+00FF, so it has {@code *}, any characters, in place of those that are not printable ASCII. The pattern
 * therefore matches every key with the prefix, and with such characters some others.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html">Policy
 *     variables</a>
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html">Characters of a policy</a>
 */
final class KeyPattern {
    private static final Pattern WILDCARD = Pattern.compile("[*?$]");
    private static final Pattern NOT_PRINTABLE_ASCII = Pattern.compile("[^ -~]+");

    private KeyPattern() {}

    static String startingWith(String prefix) {
        String literal = WILDCARD.matcher(prefix).replaceAll("?");
        return NOT_PRINTABLE_ASCII.matcher(literal).replaceAll("*") + "*";
    }
}
