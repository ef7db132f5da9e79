package org.allowput.ops.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.allowput.ops.cli.EscapedText;

/**
 * All that is said about one account.
 *
 * @param believed what the statements take as meant
 * @param notes what they do not count as false
 * @param notCovered what they do not cover
 */
public record ProofReport(
        List<String> believed, List<Decision> decisions, List<String> notes, List<String> notCovered) {
    public ProofReport {
        believed = List.copyOf(believed);
        decisions = List.copyOf(decisions);
        notes = List.copyOf(notes);
        notCovered = List.copyOf(notCovered);
    }

    /** The same of a template, which does not have all of its account. */
    ProofReport ofTemplate() {
        List<String> ofTemplate = new ArrayList<>(notCovered);
        ofTemplate.add("what the account has besides the template: other roles, boundaries, policies of keys");
        return new ProofReport(believed, decisions, notes, ofTemplate);
    }

    /** For a terminal. */
    String text() {
        StringBuilder text = new StringBuilder();
        believed.forEach(line -> text.append("meant: %s%n".formatted(EscapedText.of(line))));
        for (Decision decision : decisions) {
            String verdict = decision.isProven() ? "proven" : decision.verdict().name();
            text.append("%-9s %s. %s%n".formatted(verdict, decision.number(), EscapedText.of(decision.statement())));
            if (!decision.isProven()) {
                text.append("            because %s%n".formatted(EscapedText.of(decision.reason())));
                decision.request().forEach(line -> text.append("              %s%n".formatted(EscapedText.of(line))));
            }
        }
        notes.forEach(line -> text.append("%s%n".formatted(EscapedText.of(line))));
        return text.append("not covered: %s%n".formatted(String.join("; ", notCovered)))
                .toString();
    }

    /** For a script. */
    Map<String, Object> json() {
        return Map.of("meant", believed, "statements", decisions, "notes", notes, "notCovered", notCovered);
    }
}
