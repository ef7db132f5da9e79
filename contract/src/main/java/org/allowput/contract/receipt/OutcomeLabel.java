package org.allowput.contract.receipt;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The label of an outcome says how one event ended. The function's log has the label in the field {@code outcome}, and
 * a receipt has the constant's name.
 */
public enum OutcomeLabel {
    /** The target has that version. */
    COPIED("copied", Readers.BOTH),
    /** The object was put, perhaps without an answer, and the source object was gone when it was read again. */
    UNCONFIRMED("unconfirmed", Readers.BOTH),
    /** A workflow copies the object, and writes a receipt of its own. */
    WORKFLOW_STARTED("workflowStarted", Readers.NONE),
    /** The target has an object with the key, which stays. */
    EXISTING("existing", Readers.NONE),
    /** The source object was gone, and is deleted in the target. */
    DELETED("deleted", Readers.BOTH),
    /** The source object was gone before this invocation put it; a worker that died before may have put it. */
    GONE("gone", Readers.SOURCE),
    /** The event asks for no copy. */
    SKIPPED("skipped", Readers.NONE),
    /** The object does not have the required tag, and was not copied. */
    WAITING("waiting", Readers.SOURCE),
    /** The required tag has another value, and the object was not copied. */
    REFUSED("refused", Readers.SOURCE),
    /** The object may be missing or old in the target, and its event is delivered again, or a dead letter. */
    FAILED("failed", Readers.NONE);

    /** The accounts that get a receipt: the target account gets none of objects that it does not have. */
    private enum Readers {
        NONE,
        SOURCE,
        BOTH
    }

    /** Those of which a receipt is written. */
    public static final Set<OutcomeLabel> WITH_RECEIPT = having(EnumSet.of(Readers.SOURCE, Readers.BOTH));

    /** Those of which the target account gets a receipt. */
    public static final Set<OutcomeLabel> DELIVERED = having(EnumSet.of(Readers.BOTH));

    private final String label;
    private final Readers readers;

    OutcomeLabel(String label, Readers readers) {
        this.label = label;
        this.readers = readers;
    }

    private static Set<OutcomeLabel> having(Set<Readers> readers) {
        return Arrays.stream(values())
                .filter(outcome -> readers.contains(outcome.readers))
                .collect(Collectors.toUnmodifiableSet());
    }

    public String label() {
        return label;
    }
}
