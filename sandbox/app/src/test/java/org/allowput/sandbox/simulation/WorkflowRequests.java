package org.allowput.sandbox.simulation;

/**
 * What one execution of the workflow for large objects sends, if nothing fails and nothing changes meanwhile: the home
 * of what docs/cost-and-scale.md states, and what the simulation allows.
 *
 * @param parts of the object
 * @param ranges of parts, each the work of one invocation
 */
public record WorkflowRequests(double parts, double ranges) {
    /**
     * In the target bucket the upload's creation and completion, and parts; in the workflow's own bucket a result per
     * range, and four documents.
     */
    public double writes() {
        return parts + 2 + ranges + 4;
    }

    /**
     * A GET per part. Per range the document of the copy, its result before and at the completion, and a look at the
     * source. For the whole three looks at the source and three documents, and the GETs of the event and the plan.
     */
    public double reads() {
        return parts + 4 * ranges + 8;
    }

    /** Per range its state and the map's iteration. */
    public double transitions() {
        return 2 * ranges + 6;
    }
}
