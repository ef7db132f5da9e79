package org.allowput.sandbox.simulation;

/**
 * What one execution of the workflow for large objects sends, if nothing fails and nothing changes meanwhile: the home
 * of what docs/cost-and-scale.md states, and what the simulation allows.
 */
public record WorkflowRequests(double parts, double ranges) {
    /** The upload's creation and completion, parts, a result per range, and four documents. */
    public double writes() {
        return parts + 2 + ranges + 4;
    }

    /** Parts; per range a document, two results and the source; and for the whole four of both each. */
    public double reads() {
        return parts + 4 * ranges + 8;
    }

    /** Per range its state and the map's iteration. */
    public double transitions() {
        return 2 * ranges + 6;
    }
}
