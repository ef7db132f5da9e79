package org.allowput.ops.plan.model;

import java.util.Map;
import org.allowput.ops.plan.price.Price;
import org.allowput.ops.plan.price.Quota;

/**
 * The copy of objects that exist already, beside the load.
 *
 * @param way how
 * @param objectsPerSecond that are copied
 * @param seconds that it takes
 * @param target what each account A pays, in US dollars
 * @param source what account B pays
 */
public record Backfill(String way, double objectsPerSecond, double seconds, double target, double source) {
    /** S3 Batch Operations: the function is invoked for each object, with the concurrency that the load leaves. */
    public static Backfill byJob(Deployments deployments) {
        Workload load = deployments.load();
        PlannedSettings settings = deployments.settings();
        Deployments alone = deployments.with(
                settings.with(Map.of(PlannedSetting.TRIGGER, "s3")).cleared());
        double taken = deployments.each().concurrencyFor(load.objectsPerSecond()) * load.targets();
        double permitted = settings.get(PlannedSetting.RESERVED_CONCURRENCY).isEmpty()
                ? deployments.accountConcurrency()
                : (double) deployments.number() * settings.number(PlannedSetting.RESERVED_CONCURRENCY);
        double jobs = load.targets()
                * Math.ceil(load.backfill() / deployments.quotas().ofB(Quota.JOB_OBJECTS));
        return of(
                "S3 Batch Operations, bin/backfill",
                alone,
                alone.each().rateOf(Math.max(0, permitted - taken)) / load.targets(),
                Price.JOB.of(jobs)
                        + load.targets()
                                * (Price.JOB_OBJECT.of(load.backfill()) + Price.MANIFEST_OBJECT.of(load.backfill())));
    }

    /** Messages in the queue, with what the load leaves of its concurrency. */
    public static Backfill byQueue(Deployments deployments) {
        Workload load = deployments.load();
        PlannedSettings settings = deployments.settings();
        Deployments queued = deployments.with(
                (settings.hasQueue() ? settings : settings.with(Map.of(PlannedSetting.TRIGGER, "sqs"))).cleared());
        PerObject each = queued.each();
        double most = deployments.number()
                * Math.min(
                        each.rateOf(queued.concurrency()),
                        each.rateInFlight(deployments.quotas().ofB(Quota.IN_FLIGHT)));
        double keysPerList = 1_000;
        return of(
                "through the queue, as fast as it takes messages",
                queued,
                most - load.objectsPerSecond(),
                load.targets() * Price.WRITE.of(load.backfill() / keysPerList));
    }

    private static Backfill of(String way, Deployments deployments, double byFunction, double extra) {
        Workload load = deployments.load();
        AccountQuotas quotas = deployments.quotas();
        PerObject each = deployments.each();
        double reads = each.rateOfReads(load.prefixes() * quotas.ofB(Quota.READS_PER_PREFIX)) / load.targets();
        double writes = each.rateOfWrites(load.prefixes() * quotas.ofA(Quota.WRITES_PER_PREFIX));
        double rate = Math.max(0, Math.min(byFunction, Math.min(reads, writes) - load.objectsPerSecond()));
        MonthlyCost copies = MonthlyCost.copies(
                load,
                deployments.settings(),
                load.backfill(),
                deployments.settings().batch());
        return new Backfill(way, rate, load.backfill() / rate, copies.totalOfTarget(), copies.totalOfSource() + extra);
    }
}
