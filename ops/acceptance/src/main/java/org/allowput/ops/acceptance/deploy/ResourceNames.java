package org.allowput.ops.acceptance.deploy;

import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.allowput.ops.aws.DeploymentStacks;

/**
 * The names of what one run creates.
 *
 * @param deployment the setting {@code name} of the CDK's deployment, a part of all names
 * @param unique for the names of buckets, which are global
 */
public record ResourceNames(String deployment, String unique) {
    public static final String PLAIN = "plain";
    static final String OWN = "own";

    public static ResourceNames of(String deployment) {
        return new ResourceNames(deployment, random(8));
    }

    /** A name that no other deployment has. */
    public static String generated() {
        return "acc" + random(6);
    }

    private static String random(int length) {
        return new SecureRandom()
                .ints(length, 0, Character.MAX_RADIX)
                .mapToObj(digit -> Integer.toString(digit, Character.MAX_RADIX))
                .collect(Collectors.joining());
    }

    /** A stack of the plain templates, which has another name than that of the CDK. */
    public String plainStack(DeploymentStacks side) {
        return cdkStack(side) + "-plain";
    }

    public String cdkStack(DeploymentStacks side) {
        return side.of(deployment);
    }

    /** Another stack or role of this run. */
    public String named(String purpose) {
        return "Acceptance-" + deployment + "-" + purpose;
    }

    /** A bucket of the plain templates' stacks, or of {@link OwnStacks}. */
    public String bucket(String purpose, DeploymentStacks side) {
        return deployment + "-" + purpose + "-" + side.name().toLowerCase(Locale.ROOT) + "-" + unique;
    }

    /** The qualifier of the bootstrap resources: at most 10 letters and digits. */
    String qualifier() {
        return "a" + unique;
    }

    /** Each name, and the word in its place where nobody should read it; one that contains another is before it. */
    public Map<String, String> words() {
        Map<String, String> words = new LinkedHashMap<>();
        for (DeploymentStacks side : DeploymentStacks.values()) {
            words.put(bucket(PLAIN, side), "<" + side + " bucket>");
            words.put(bucket(OWN, side), "<own " + side + " bucket>");
        }
        words.put(unique, "<id>");
        words.put(deployment, "<name>");
        return words;
    }
}
