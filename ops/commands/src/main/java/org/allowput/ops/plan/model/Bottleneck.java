package org.allowput.ops.plan.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.allowput.contract.receipt.Receipts;
import org.allowput.ops.plan.price.Quota;

/**
 * Something that limits how many objects are copied.
 *
 * @param account that it concerns: A or B
 * @param objectsPerSecond that it permits
 */
public record Bottleneck(String account, String what, double objectsPerSecond) {
    /** All that apply, the narrowest first. */
    public static List<Bottleneck> of(Workload load, PlannedSettings settings, AccountQuotas quotas, int deployments) {
        PerObject each = PerObject.of(load.sizes(), settings);
        int targets = load.targets();
        double batch = settings.batch();
        double account = quotas.ofB(Quota.CONCURRENT_EXECUTIONS);
        List<Bottleneck> all = new ArrayList<>();
        double concurrency = settings.concurrency(account);
        if (settings.hasQueue()) {
            all.add(b(
                    "queue.functionConcurrency %,.0f, batches of %,.0f".formatted(concurrency, batch),
                    deployments * each.rateOf(concurrency)));
            all.add(b(Quota.IN_FLIGHT.what(), deployments * each.rateInFlight(quotas.ofB(Quota.IN_FLIGHT))));
        } else if (!settings.get(PlannedSetting.RESERVED_CONCURRENCY).isEmpty()) {
            all.add(b(
                    "function.reservedConcurrency %,.0f".formatted(concurrency),
                    deployments * each.rateOf(concurrency)));
        }
        all.add(b(
                Quota.CONCURRENT_EXECUTIONS.what(),
                account / (targets * (each.concurrencyFor(1) + each.largeSeconds()))));
        all.add(b(
                Quota.READS_PER_PREFIX.what(),
                each.rateOfReads(load.prefixes() * quotas.ofB(Quota.READS_PER_PREFIX)) / targets));
        all.add(new Bottleneck(
                "A",
                Quota.WRITES_PER_PREFIX.what(),
                each.rateOfWrites(load.prefixes() * quotas.ofA(Quota.WRITES_PER_PREFIX))));
        if (load.requestsToKms() > 0) {
            all.add(b(Quota.KMS_REQUESTS.what(), quotas.ofB(Quota.KMS_REQUESTS) / (each.bodies() * targets)));
            all.add(new Bottleneck("A", Quota.KMS_REQUESTS.what(), quotas.ofA(Quota.KMS_REQUESTS) / each.bodies()));
        }
        if (settings.get(PlannedSetting.TRIGGER).equals("eventbridge")) {
            all.add(b(
                    Quota.EVENTBRIDGE_INVOCATIONS.what(),
                    each.rateOfEvents(quotas.ofB(Quota.EVENTBRIDGE_INVOCATIONS)) / targets));
        }
        if (settings.is(PlannedSetting.NARROW_SESSIONS)) {
            int sessions = each.deliversReceipts() ? 2 : 1;
            all.add(b(
                    Quota.ASSUME_ROLE.what(),
                    each.rateOfEvents(quotas.ofB(Quota.ASSUME_ROLE) * batch) / targets / sessions));
        }
        if (each.large() > 0) {
            all.add(b(Quota.START_EXECUTION.what(), quotas.ofB(Quota.START_EXECUTION) / (each.large() * targets)));
            all.add(b(
                    Quota.STATE_TRANSITIONS.what(),
                    quotas.ofB(Quota.STATE_TRANSITIONS) / (each.transitions() * targets)));
            if (!settings.get(PlannedSetting.LARGE_RESERVED_CONCURRENCY).isEmpty()) {
                int reserved = settings.number(PlannedSetting.LARGE_RESERVED_CONCURRENCY);
                all.add(b(
                        "largeObjects.reservedConcurrency " + reserved, deployments * reserved / each.largeSeconds()));
            }
        }
        if (each.deliversReceipts()) {
            double puts = (double) Receipts.prefixes(Receipts.PREFIX).size() * quotas.ofA(Quota.WRITES_PER_PREFIX);
            all.add(new Bottleneck(
                    "A", "delivered receipts: " + Quota.WRITES_PER_PREFIX.what(), deployments * puts * batch));
        }
        if (settings.is(PlannedSetting.RECEIPTS)) {
            double puts = (double) Receipts.prefixes(Receipts.PREFIX).size() * quotas.ofB(Quota.WRITES_PER_PREFIX);
            all.add(b("receipts: " + Quota.WRITES_PER_PREFIX.what(), deployments * each.rateOfEvents(puts * batch)));
            if (!settings.get(PlannedSetting.SCHEDULE).isEmpty()) {
                int days = settings.number(PlannedSetting.RECEIPTS_KEPT);
                all.add(b(
                        "reconcile.schedule: receipts of %d days in 15 minutes".formatted(days),
                        deployments * each.rateOfSchedule(days)));
            }
        }
        return all.stream()
                .sorted(Comparator.comparingDouble(Bottleneck::objectsPerSecond))
                .toList();
    }

    private static Bottleneck b(String what, double objectsPerSecond) {
        return new Bottleneck("B", what, objectsPerSecond);
    }
}
