package org.allowput.sandbox.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.allowput.contract.large.CopyPlan;

/** Checks of what an operator sees when nothing is left to happen. */
public final class OperationChecks extends Participant {
    /** A worker that died has counted nothing. */
    private static final int OFTEN = 10;

    /** Each part is a range of its own, or two are one: that takes less. */
    private static final WorkflowRequests STATED = new WorkflowRequests(3, 3);

    private static final Set<String> READS = Set.of("GetObject", "HeadObject");
    private static final Set<String> WRITES = Set.of("CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload");

    private final Guarantees guarantees;
    private final SimulatedDeployment deployment;
    private int reads;
    private int readsOfTags;
    private int writes;

    OperationChecks(Cloud cloud, Guarantees guarantees, SimulatedDeployment deployment) {
        super(cloud);
        this.guarantees = guarantees;
        this.deployment = deployment;
        cloud.watch(this::see);
    }

    /** Faults that do not last longer than the retries leave nothing to an operator. */
    void retriesSuffice() {
        if (!setup.longTrouble() && !setup.scarce() && !setup.stops()) {
            for (SimulatedQueue.Message message : deployment.deadLetters.messages()) {
                // An object that changes each time while it is copied is not a fault. If its dead letter is not sent,
                // EventBridge sends one, which has the reason in its body.
                if (!(message.attributes + message.body).contains("the copy began")) {
                    guarantees.breaks(Promise.SURVIVES, message.attributes + " " + message.body);
                }
            }
        }
    }

    /** The target bucket's rule removes what nobody completes: a week after it began, at the next midnight. */
    void noUploadStays(Instant now) {
        Set<String> old = deployment.target.uploadsBefore(now.minus(Duration.ofDays(9)));
        if (!old.isEmpty()) {
            guarantees.breaks(Promise.NO_UPLOAD_STAYS, old.toString());
        }
    }

    /** What denies access for long is counted where an alarm looks. */
    void alarms(Map<Troubles.Denied, Integer> denied) {
        denied.forEach((what, times) -> {
            if (times >= OFTEN && guarantees.metrics().failures(what.function(), what.cause()) == 0) {
                guarantees.breaks(Promise.ALARM, times + " times " + what);
            }
        });
    }

    /**
     * A small object costs a GET, a PUT or a DELETE, and a HEAD; a session of the role and a receipt at most besides,
     * and these once more if receipts are delivered. If tags are copied or decide, they are read twice, without
     * versions each time before another HEAD.
     */
    void cost(int events, Map<String, Integer> requests) {
        int objects = 0;
        for (String request : List.of(
                "GetObject " + SimulatedDeployment.SOURCE,
                "HeadObject " + SimulatedDeployment.SOURCE,
                "PutObject " + SimulatedDeployment.TARGET,
                "DeleteObject " + SimulatedDeployment.TARGET)) {
            objects += requests.getOrDefault(request, 0);
        }
        int delivered = guarantees.deliveries().requests();
        objects -= delivered;
        // Before the copy and after it.
        int tags = setup.tags() || setup.requiresTag() ? 2 : 0;
        int besides = requests.getOrDefault("AssumeRole", 0)
                + requests.getOrDefault("PutObject " + SimulatedDeployment.OPERATIONS, 0)
                + delivered;
        // A session, and a receipt for each account.
        int mostBesides = 2 + (setup.delivers() ? 1 : 0);
        if (setup.calm()
                && !setup.limited()
                && !setup.large()
                && !setup.backfills()
                && (objects > 3 * events
                        || requests.getOrDefault("GetObjectTagging " + SimulatedDeployment.SOURCE, 0) > tags * events
                        || besides > mostBesides * events)) {
            guarantees.breaks(Promise.COST, events + " events took " + requests);
        }
    }

    /**
     * A copy of a large object costs no more than what docs/cost-and-scale.md states.
     *
     * @param copies at most: an event may begin one, and a change while it is copied another
     */
    void costOfWorkflow(int copies) {
        int transitions = cloud.counts().getOrDefault(Cloud.STATES, 0);
        // Tags are read at the plan twice, for each range, at the completion and after it; and for a mark.
        double looks = STATED.ranges() + 5;
        boolean more = reads > copies * STATED.reads()
                || readsOfTags > copies * looks
                || writes > copies * STATED.writes()
                || transitions > copies * STATED.transitions();
        if (setup.calm() && !setup.backfills() && more) {
            guarantees.breaks(
                    Promise.COST,
                    "%d reads, %d of tags, %d writes, %d states for %d copies"
                            .formatted(reads, readsOfTags, writes, transitions, copies));
        }
    }

    /** What the workflow sends for large objects. */
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

    /** After a redrive nothing is left of faults that are over. */
    void noDeadLetter() {
        for (SimulatedQueue.Message message : deployment.deadLetters.messages()) {
            guarantees.breaks(Promise.REDRIVE_FINISHES, message.attributes + " " + message.body);
        }
    }

    /**
     * What one execution of the workflow for large objects sends, if nothing fails and nothing changes meanwhile: the
     * home of what docs/cost-and-scale.md states, and what the simulation allows.
     */
    public record WorkflowRequests(double parts, double ranges) {
        /** The upload's creation and completion, parts, a result per range, and five documents. */
        public double writes() {
            return parts + 2 + ranges + 5;
        }

        /**
         * Parts; per range a document, two results and the source; and for the whole five documents and four reads of
         * the source.
         */
        public double reads() {
            return parts + 4 * ranges + 9;
        }

        /** Per range its state and the map's iteration. */
        public double transitions() {
            return 2 * ranges + 6;
        }
    }
}
