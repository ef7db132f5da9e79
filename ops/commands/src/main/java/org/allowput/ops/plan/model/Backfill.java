package org.allowput.ops.plan.model;

import java.util.Map;
import java.util.stream.DoubleStream;
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
    public static Backfill byJob(Workload load, PlannedSettings settings, AccountQuotas quotas, int deployments) {
        PlannedSettings alone =
                settings.with(Map.of(PlannedSetting.TRIGGER, "s3")).cleared();
        PerObject each = PerObject.of(load.sizes(), alone);
        double taken = PerObject.of(load.sizes(), settings).concurrencyFor(load.objectsPerSecond()) * load.targets();
        double account = quotas.ofB(Quota.CONCURRENT_EXECUTIONS);
        double free = settings.get(PlannedSetting.RESERVED_CONCURRENCY).isEmpty()
                ? account - taken
                : (double) deployments * settings.number(PlannedSetting.RESERVED_CONCURRENCY) - taken;
        double jobs = load.targets() * Math.ceil(load.backfill() / quotas.ofB(Quota.JOB_OBJECTS));
        double extra = Price.JOB.of(jobs)
                + load.targets() * (Price.JOB_OBJECT.of(load.backfill()) + Price.MANIFEST_OBJECT.of(load.backfill()));
        return of(
                "S3 Batch Operations, bin/backfill",
                load,
                MonthlyCost.copies(load, alone, load.backfill(), 1),
                each,
                quotas,
                each.rateOf(Math.max(0, free)) / load.targets(),
                extra);
    }

    /** Messages in the queue, with what the load leaves of its concurrency. */
    public static Backfill byQueue(Workload load, PlannedSettings settings, AccountQuotas quotas, int deployments) {
        PlannedSettings queued =
                (settings.hasQueue() ? settings : settings.with(Map.of(PlannedSetting.TRIGGER, "sqs"))).cleared();
        PerObject each = PerObject.of(load.sizes(), queued);
        double account = quotas.ofB(Quota.CONCURRENT_EXECUTIONS);
        double most = deployments
                * Math.min(each.rateOf(queued.concurrency(account)), each.rateInFlight(quotas.ofB(Quota.IN_FLIGHT)));
        double keysPerList = 1_000;
        return of(
                "through the queue, as fast as it takes messages",
                load,
                MonthlyCost.copies(load, queued, load.backfill(), queued.batch()),
                each,
                quotas,
                most - load.objectsPerSecond(),
                load.targets() * Price.WRITE.of(load.backfill() / keysPerList));
    }

    private static Backfill of(
            String way,
            Workload load,
            MonthlyCost copies,
            PerObject each,
            AccountQuotas quotas,
            double byFunction,
            double extra) {
        double reads = each.rateOfReads(load.prefixes() * quotas.ofB(Quota.READS_PER_PREFIX)) / load.targets();
        double writes = each.rateOfWrites(load.prefixes() * quotas.ofA(Quota.WRITES_PER_PREFIX));
        double rate = Math.max(
                0,
                DoubleStream.of(byFunction, reads - load.objectsPerSecond(), writes - load.objectsPerSecond())
                        .min()
                        .orElseThrow());
        return new Backfill(way, rate, load.backfill() / rate, copies.totalOfTarget(), copies.totalOfSource() + extra);
    }
}
