package org.allowput.ops.acceptance.account;

import java.security.SecureRandom;

/**
 * The names of what one run creates.
 *
 * @param deployment the setting {@code name} of the CDK's deployment, a part of all names
 * @param unique for the names of buckets, which are global
 */
public record ResourceNames(String deployment, String unique) {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

    public static ResourceNames of(String deployment) {
        return new ResourceNames(deployment, random(8));
    }

    /** A name that no other deployment has. */
    public static String generated() {
        return "acc" + random(6);
    }

    private static String random(int length) {
        SecureRandom random = new SecureRandom();
        StringBuilder text = new StringBuilder();
        random.ints(length, 0, ALPHABET.length()).forEach(index -> text.append(ALPHABET.charAt(index)));
        return text.toString();
    }

    /** A stack of the plain templates, which has another name than that of the CDK. */
    public String plainStack(AccountKind side) {
        return cdkStack(side) + "-plain";
    }

    public String cdkStack(AccountKind side) {
        return side.stack(deployment);
    }

    /** Another stack or role of this run. */
    public String named(String purpose) {
        return "Acceptance-" + deployment + "-" + purpose;
    }

    public String bucket(String purpose) {
        return deployment + "-" + purpose + "-" + unique;
    }

    /** The qualifier of the bootstrap resources: at most 10 letters and digits. */
    public String qualifier() {
        return "a" + unique;
    }
}
