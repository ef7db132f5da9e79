package org.allowput.ops.plan.model;

import org.allowput.contract.FunctionVariable;
import org.allowput.contract.selection.SizeRange;
import org.allowput.ops.plan.price.BatchTime;
import org.allowput.ops.plan.price.Price;
import org.allowput.ops.plan.price.Quota;
import org.allowput.ops.plan.price.WorkflowRequests;

/**
 * What one object takes, on average over all sizes.
 *
 * @param events by which it is copied: with a required tag, one finds it waiting
 * @param functionMiB that the function copies
 * @param largeMiB that the workflow for large objects copies
 * @param large the share of objects that the workflow copies
 * @param targetWrites PUT and the like in A's bucket
 * @param sourceReads GET and HEAD in B's bucket
 * @param results PUTs of the workflow in a bucket of its own
 * @param transitions of the workflow
 * @param bodies that are read and put, each of which needs a key
 */
record PerObject(
        PlannedSettings settings,
        int events,
        double functionMiB,
        double largeMiB,
        double large,
        double targetWrites,
        double sourceReads,
        double results,
        double transitions,
        double bodies) {
    /**
     * Objects of receipts, one per invocation, that a scheduled comparison reads within Lambda's 15 minutes, by
     * estimate: docs/commands.md. Below its limits, the function is often invoked for a single message.
     */
    private static final int COMPARED_INVOCATIONS = 1_000_000;

    /** Of a range in whole parts, by default. */
    private static final int RANGE_SECONDS = 300;

    static PerObject of(ObjectSizes sizes, PlannedSettings settings) {
        boolean workflow = settings.is(PlannedSetting.LARGE_OBJECTS);
        boolean waits = !settings.get(PlannedSetting.REQUIRED_TAG).isEmpty();
        // Before the copy and after it; an object that waits is opened, and its tags are read.
        double tags = (waits || settings.is(PlannedSetting.REPLICATE_TAGS) ? 2 : 0) + (waits ? 2 : 0);
        PerObject all = new PerObject(settings, waits ? 2 : 1, 0, 0, 0, 0, tags, 0, 0, 0);
        for (ObjectSizes.Share share : sizes.shares()) {
            double size = share.mebibytes();
            double parts =
                    Math.clamp(Math.ceil(size / FunctionVariable.PART_SIZE_MIB.byDefault()), 1, SizeRange.MOST_PARTS);
            if (size <= FunctionVariable.MULTIPART_THRESHOLD_MIB.byDefault()) {
                all = all.plus(share.part(), size, false, 1, 2, 0, 0, 1);
            } else if (workflow && size > settings.number(PlannedSetting.LARGE_THRESHOLD)) {
                double partSize =
                        Math.max(FunctionVariable.PART_SIZE_MIB.byDefault(), Math.ceil(size / SizeRange.MOST_PARTS));
                double range = (double) RANGE_SECONDS * settings.number(PlannedSetting.PACE);
                WorkflowRequests requests =
                        new WorkflowRequests(parts, Math.ceil(parts / Math.max(1, Math.floor(range / partSize))));
                all = all.plus(
                        share.part(),
                        size,
                        true,
                        requests.targetWrites(),
                        requests.reads(),
                        requests.results(),
                        requests.transitions(),
                        parts);
            } else {
                all = all.plus(share.part(), size, false, parts + 2, parts + 2, 0, 0, parts);
            }
        }
        return all;
    }

    private PerObject plus(
            double part,
            double size,
            boolean byWorkflow,
            double puts,
            double reads,
            double stored,
            double states,
            double keyed) {
        return new PerObject(
                settings,
                events,
                functionMiB + (byWorkflow ? 0 : part * size),
                largeMiB + (byWorkflow ? part * size : 0),
                large + (byWorkflow ? part : 0),
                targetWrites + part * puts,
                sourceReads + part * reads,
                results + part * stored,
                transitions + part * states,
                bodies + part * keyed);
    }

    /** Whether each invocation puts receipts into A's bucket, too. */
    boolean deliversReceipts() {
        return !settings.get(PlannedSetting.DELIVER_RECEIPTS).isEmpty();
    }

    /** Seconds of an invocation that copies so many of them. */
    double batchSeconds(double objects) {
        return BatchTime.seconds(objects, settings.number(PlannedSetting.CONCURRENT_COPIES))
                + objects * functionMiB / settings.number(PlannedSetting.PACE);
    }

    /** Seconds for which an environment is not free, also by its quota of requests. */
    double occupiedSeconds(double objects) {
        return Math.max(batchSeconds(objects), 1.0 / Quota.REQUESTS_PER_ENVIRONMENT.elsewhere());
    }

    /** Seconds of the workflow's function. */
    double largeSeconds() {
        return largeMiB / settings.number(PlannedSetting.PACE);
    }

    /** How many are copied per second by so many invocations at a time. */
    double rateOf(double concurrency) {
        return rateOfEvents(concurrency * settings.batch() / occupiedSeconds(settings.batch()));
    }

    /** How many are copied per second with so many messages in flight. */
    double rateInFlight(double messages) {
        return rateOfEvents(messages / (settings.batchWindow() + occupiedSeconds(settings.batch())));
    }

    /** How many invocations at a time copy so many per second. */
    double concurrencyFor(double objectsPerSecond) {
        return objectsPerSecond * events * occupiedSeconds(settings.batch()) / settings.batch();
    }

    /** How many are copied per second by so many events. */
    double rateOfEvents(double perSecond) {
        return perSecond / events;
    }

    /** How many are copied per second by so many reads of B's bucket. */
    double rateOfReads(double perSecond) {
        return perSecond / sourceReads;
    }

    /** How many are copied per second by so many writes of A's bucket. */
    double rateOfWrites(double perSecond) {
        return perSecond / targetWrites;
    }

    /** How many are copied per second if one scheduled comparison reads their receipts of so many days. */
    double rateOfSchedule(double days) {
        return rateOfEvents(COMPARED_INVOCATIONS / days / Price.DAY_SECONDS);
    }
}
