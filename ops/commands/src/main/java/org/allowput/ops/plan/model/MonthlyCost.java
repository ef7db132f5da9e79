package org.allowput.ops.plan.model;

import java.util.LinkedHashMap;
import java.util.Map;
import org.allowput.ops.plan.price.FixedCost;
import org.allowput.ops.plan.price.Price;
import org.allowput.ops.plan.price.SmallObjects;

/**
 * What a number of copies costs each account, in US dollars.
 *
 * @param perTarget of each account A, by service
 * @param source of account B, by service
 */
public record MonthlyCost(Map<String, Double> perTarget, Map<String, Double> source) {
    /** The storage of what one month adds, for each month that it stays. Not part of {@link #of}. */
    public static double storage(Workload load) {
        return Price.STORAGE.of(gigabytes(load, load.objectsPerMonth()));
    }

    /**
     * A month of the load, by deployments that are there all the time.
     *
     * @param batch messages in a batch, on average
     */
    public static MonthlyCost of(Workload load, PlannedSettings settings, int deployments, double batch) {
        MonthlyCost cost = copies(load, settings, load.objectsPerMonth(), batch);
        int all = deployments * load.targets();
        cost.source.merge("CloudWatch", all * FixedCost.monitoring(FixedCost.MOST_METRICS), Double::sum);
        if (settings.hasQueue()) {
            cost.source.merge("SQS", all * FixedCost.idleQueue(), Double::sum);
        }
        if (load.keys() != Workload.Keys.SSE_S3) {
            cost.perTarget.merge("KMS", Price.KEY.of(1), Double::sum);
            cost.source.merge("KMS", Price.KEY.of(1), Double::sum);
        }
        return cost;
    }

    /** So many copies to each target, and nothing that depends on time. */
    static MonthlyCost copies(Workload load, PlannedSettings settings, double objects, double batch) {
        PerObject each = PerObject.of(load.sizes(), settings);
        double copies = objects * load.targets();
        double events = copies * each.events();
        double invocations = events / batch;
        SmallObjects small =
                new SmallObjects(events, invocations, each.batchSeconds(batch), settings.number(PlannedSetting.MEMORY));
        Map<String, Double> a = new LinkedHashMap<>();
        double delivered = each.deliversReceipts() ? objects / batch : 0;
        a.put("S3 requests", Price.WRITE.of(objects * each.targetWrites() + delivered));
        Map<String, Double> b = new LinkedHashMap<>();
        double receipts = settings.is(PlannedSetting.RECEIPTS) ? invocations : 0;
        b.put(
                "S3 requests",
                Price.READ.of(copies * each.sourceReads()) + Price.WRITE.of(copies * each.results() + receipts));
        b.put(
                "Lambda",
                small.invoke()
                        + settings.costOf(invocations * each.batchSeconds(batch) + copies * each.largeSeconds()));
        if (settings.hasQueue()) {
            b.put("SQS", small.queue());
        }
        b.put("CloudWatch", small.log());
        if (settings.get(PlannedSetting.TRIGGER).equals("eventbridge")) {
            b.put("EventBridge", Price.EVENT.of(objects * each.events()));
        }
        if (load.requestsToKms() > 0) {
            a.put("KMS", Price.KEY_REQUEST.of(objects * each.bodies()));
            b.put("KMS", Price.KEY_REQUEST.of(copies * each.bodies()));
        }
        if (each.large() > 0) {
            b.put("Step Functions", Price.TRANSITION.of(copies * each.transitions()));
        }
        if (!settings.get(PlannedSetting.SOURCE_REGION).equals(settings.get(PlannedSetting.TARGET_REGION))) {
            b.put("transfer between Regions", Price.TRANSFER.of(gigabytes(load, copies)));
        }
        return new MonthlyCost(a, b);
    }

    private static double gigabytes(Workload load, double objects) {
        return objects * load.sizes().mebibytes() * 1024 * 1024 / 1e9;
    }

    public double totalOfTarget() {
        return perTarget.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    public double totalOfSource() {
        return source.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /**
     * The smallest number of messages in a batch with which the invocations suffice: Lambda takes messages as they
     * come, and fills batches only while they wait.
     */
    public static double smallestBatch(Deployments deployments) {
        PerObject each = deployments.each();
        double concurrency = deployments.number() * deployments.concurrency();
        double events = deployments.load().objectsPerSecond() * each.events();
        double batch = 1;
        while (batch < deployments.settings().batch() && concurrency * batch / each.occupiedSeconds(batch) < events) {
            batch++;
        }
        return batch;
    }
}
