package org.allowput.ops.proof;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Collection;
import java.util.stream.Collectors;
import org.allowput.policy.Policy;

/** Policy documents in IAM's JSON, with values of a deployment in them. */
final class PolicyDocument {
    private PolicyDocument() {}

    /**
     * Reads statements of the current version of the policy language.
     *
     * @param statements one in JSON, or a list of them
     */
    static Policy of(String statements) {
        return Policy.parse("{\"Version\": \"2012-10-17\", \"Statement\": " + statements + "}");
    }

    /**
     * A value as text of a document: none of its characters has a meaning, neither in JSON nor in a pattern.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html">Special
     *     characters</a>
     */
    static String literal(String value) {
        return String.valueOf(JsonStringEncoder.getInstance().quoteAsString(value.replaceAll("[*?$]", "\\${$0}")));
    }

    /** A list of texts; without one, of a name that nothing can have, so that the document can be read. */
    static String list(Collection<String> texts) {
        return texts.isEmpty() ? "[\"<none>\"]" : texts.stream().collect(Collectors.joining("\", \"", "[\"", "\"]"));
    }
}
