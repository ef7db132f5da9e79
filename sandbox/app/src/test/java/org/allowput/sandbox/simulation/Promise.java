package org.allowput.sandbox.simulation;

/** What docs/guarantees.md promises, by the words there, as far as a run can break it. */
public enum Promise {
    EVERY_EVENT_ENDS("Every event ends"),
    NOT_TORN("No torn object"),
    NOT_STALE("No stale object counts as copied"),
    NO_CHANGED_BIT("No changed bit"),
    DELETED("A deleted object is not copied"),
    ONLY_CLEARED("Only what is cleared is copied"),
    NOTHING_ELSE_DELETED("Nothing else is deleted"),
    WRITTEN_ONCE("What is written once stays"),
    SURVIVES("Outages are survived"),
    REDRIVE_FINISHES("A redrive finishes"),
    COMPARISON_REPAIRS("A requeue repairs"),
    ALARM("No denial without an alarm"),
    NO_UPLOAD_STAYS("No incomplete upload stays"),
    OTHERS_GO_ON("No failing prefix stops others"),
    DELIVERED_RECEIPTS("Delivered receipts are true"),
    COST("No endless work");

    private final String text;

    Promise(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
