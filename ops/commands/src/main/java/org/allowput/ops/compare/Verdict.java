package org.allowput.ops.compare;

/** The result of a comparison, with the sentence that people read. */
public sealed interface Verdict {
    String sentence();

    /** Nothing is to be done. */
    record Agreed(String sentence) implements Verdict {}

    /** Something is to be done about what is listed. */
    record Disagreed(String sentence) implements Verdict {}

    /**
     * Nothing could be compared, which is no success.
     *
     * @param reason with what to do
     */
    record NothingCompared(String sentence, String reason) implements Verdict {}
}
