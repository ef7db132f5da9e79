package org.allowput.contract.selection;

/** Whether an object may be copied, by its tags. */
public sealed interface Clearance {
    /** It has the required tag, or none is required. */
    record Cleared() implements Clearance {}

    /** It does not have the tag yet: the event of its tag asks again. */
    record Waiting(String reason) implements Clearance {}

    /** The tag has another value, which says that the object must not be copied. */
    record Refused(String reason) implements Clearance {}
}
