package org.allowput.infra.settings;

/** Separate AWS clouds: nothing reaches from one into another, and so both accounts have to be in the same. */
final class Partition {
    private Partition() {}

    /** The partition of a Region, as its ARNs name it. */
    static String of(Region region) {
        String code = region.text();
        if (code.startsWith("cn-")) {
            return "aws-cn";
        }
        if (code.startsWith("us-gov-")) {
            return "aws-us-gov";
        }
        return code.contains("-iso") ? "aws" + code.replaceFirst("^[a-z]+(-iso[a-z]?)-.*", "$1") : "aws";
    }
}
