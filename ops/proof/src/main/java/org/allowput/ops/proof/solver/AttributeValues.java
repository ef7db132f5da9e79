package org.allowput.ops.proof.solver;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.allowput.ops.proof.solver.TextSet.Part;

/** What attributes of requests can be; of most, any text. */
final class AttributeValues {
    /** Keys with no other value than true or false. */
    static final Set<String> FLAGS = Set.of(
            "aws:multifactorauthpresent",
            "aws:principalisawsservice",
            "aws:securetransport",
            "aws:viaawsservice",
            "s3:objectcreationoperation");

    private AttributeValues() {}

    /** The values that an attribute can have. */
    static TextSet of(String attribute, String partition) {
        return switch (attribute) {
            case RequestFormulas.ACTION ->
                new TextSet(List.of(TextSet.joined(List.of(some(":"), TextSet.parts(":"), some(":")))));
            case RequestFormulas.PRINCIPAL -> principals(partition);
            case "Service", "Federated", "CanonicalUser" -> new TextSet(List.of(some("*?$")));
            case String key when FLAGS.contains(key) -> TextSet.of("true", "false");
            default -> TextSet.ALL;
        };
    }

    /** At least one character that is none of these. */
    private static List<Part> some(String excluded) {
        return List.of(new Part(excluded, true, false), new Part(excluded, true, true));
    }

    private static TextSet principals(String partition) {
        List<Part> digits = Collections.nCopies(12, new Part("0123456789", false, false));
        return new TextSet(Stream.of("iam:role/", "iam:user/", "iam:root", "sts:federated-user/")
                .map(kind -> TextSet.joined(List.of(
                        TextSet.parts("arn:" + partition + ":" + kind.substring(0, 3) + "::"),
                        digits,
                        TextSet.parts(kind.substring(3)),
                        kind.endsWith("/") ? some("") : List.of())))
                .toList());
    }
}
