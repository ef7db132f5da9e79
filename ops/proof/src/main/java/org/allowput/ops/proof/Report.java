package org.allowput.ops.proof;

import java.util.List;

/**
 * All that is said about one account.
 *
 * @param believed what the statements take as meant
 * @param notes what they do not count as false
 * @param notCovered what they do not cover
 */
public record Report(List<String> believed, List<Decision> decisions, List<String> notes, List<String> notCovered) {
    public Report {
        believed = List.copyOf(believed);
        decisions = List.copyOf(decisions);
        notes = List.copyOf(notes);
        notCovered = List.copyOf(notCovered);
    }
}
