package org.allowput.ops.proof.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What account B means its functions to use, which the proof compares with their environment variables and policies. An
 * empty name is of something that they do not use.
 *
 * @param variables what a variable of a function that copies may be, besides empty
 * @param kmsKeyArns the only KMS keys that the functions may use
 */
public record SourceGrant(Map<String, Text> variables, List<Text> kmsKeyArns) {
    /** The names in the grant, with the variables that they are compared with. */
    private static final Map<String, String> NAMES = Map.of(
            "SourceBucket", "SOURCE_BUCKET",
            "TargetRoleArn", "TARGET_ROLE_ARN",
            "ReceiptsBucket", "RECEIPTS_BUCKET",
            "LargeObjectsBucket", "LARGE_OBJECTS_BUCKET");

    private static final String KEYS = "KmsKeyArns";

    public SourceGrant {
        variables = Map.copyOf(variables);
        kmsKeyArns = List.copyOf(kmsKeyArns);
    }

    /** Whether a section {@code Grant} has this form. */
    public static boolean is(Map<String, Object> section) {
        return section.containsKey("SourceBucket");
    }

    /**
     * Reads the section {@code Metadata.Grant} of account B's template; or the same, written by somebody who expects
     * it.
     *
     * @throws IllegalArgumentException if something is wrong or missing
     */
    public static SourceGrant read(Map<String, Object> section, Intrinsics intrinsics) {
        List<String> known = new ArrayList<>(NAMES.keySet());
        known.add(KEYS);
        Template.refuseOthers("Grant", section, Set.copyOf(known));
        Map<String, Text> variables = new TreeMap<>();
        NAMES.forEach(
                (name, variable) -> variables.put(variable, TargetGrant.name(name, section.get(name), intrinsics)));
        return new SourceGrant(
                variables,
                Template.list(section.get(KEYS)).stream()
                        .map(key -> TargetGrant.name(KEYS, key, intrinsics))
                        .toList());
    }
}
