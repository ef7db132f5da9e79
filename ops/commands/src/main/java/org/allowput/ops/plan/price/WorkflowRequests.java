package org.allowput.ops.plan.price;

/**
 * What one execution of the workflow for large objects sends, if nothing fails and nothing changes meanwhile: the home
 * of what docs/cost.md and {@code bin/plan} state, and what the simulation allows.
 *
 * @param parts of the object
 * @param ranges of parts, each the work of one invocation
 */
public record WorkflowRequests(double parts, double ranges) {
    /** The upload's creation and completion, and parts: in the target bucket. */
    public double targetWrites() {
        return parts + 2;
    }

    /** A result per range, and four documents: in the workflow's own bucket. */
    public double results() {
        return ranges + 4;
    }

    public double writes() {
        return targetWrites() + results();
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
