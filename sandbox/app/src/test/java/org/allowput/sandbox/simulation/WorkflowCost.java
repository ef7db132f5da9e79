package org.allowput.sandbox.simulation;

import java.util.Set;
import org.allowput.contract.large.CopyPlan;
import org.allowput.sandbox.simulation.aws.Cloud;
import org.allowput.sandbox.simulation.aws.HttpCall;

/** Counts what the workflow sends for large objects, and the states of its executions. */
final class WorkflowCost {
    /** Each part is a range of its own, or two are one: that takes less. */
    private static final WorkflowRequests STATED = new WorkflowRequests(3, 3);

    private static final Set<String> READS = Set.of("GetObject", "HeadObject");
    private static final Set<String> WRITES = Set.of("CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload");

    private final Cloud cloud;
    private int reads;
    private int readsOfTags;
    private int writes;

    WorkflowCost(Cloud cloud) {
        this.cloud = cloud;
        cloud.watch(this::see);
    }

    private void see(HttpCall call) {
        if (call.token().equals(SimulatedDeployment.LARGE_OBJECTS) && READS.contains(call.operation())) {
            reads++;
        } else if (call.token().equals(SimulatedDeployment.LARGE_OBJECTS)
                && call.operation().equals("GetObjectTagging")) {
            readsOfTags++;
        } else if (isOfResult(call) || WRITES.contains(call.operation())) {
            writes++;
        }
    }

    private static boolean isOfResult(HttpCall call) {
        return call.bucket().equals(SimulatedDeployment.OPERATIONS)
                && call.key().startsWith(CopyPlan.PREFIX);
    }

    /**
     * What is more than stated for so many executions and copies that began; empty if nothing is.
     *
     * @param copies at most: an event may begin one, and a change while it is copied another
     */
    String exceeds(int copies) {
        int transitions = cloud.counts().getOrDefault(Cloud.STATES, 0);
        // Tags are read at the plan twice, for each range, at the completion and after it; and for a mark.
        double looks = STATED.ranges() + 5;
        boolean more = reads > copies * STATED.reads()
                || readsOfTags > copies * looks
                || writes > copies * STATED.writes()
                || transitions > copies * STATED.transitions();
        return more
                ? "%d reads, %d of tags, %d writes, %d states for %d copies"
                        .formatted(reads, readsOfTags, writes, transitions, copies)
                : "";
    }
}
