package org.allowput.contract.connection;

/**
 * The state of a link on the way from the source bucket to the target bucket, as a command or the function found it. A
 * link that could not be read is not known: it is never connected.
 */
public enum LinkState {
    CONNECTED("connected"),
    NOT_KNOWN("not known"),
    CUT("cut");

    private final String label;

    LinkState(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
