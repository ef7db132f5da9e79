package org.allowput.ops.plan.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
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
    public static List<Bottleneck> of(Deployments deployments) {
        Limits limits = new Limits(deployments.quotas(), new ArrayList<>());
        Workload load = deployments.load();
        PlannedSettings settings = deployments.settings();
        PerObject each = deployments.each();
        int number = deployments.number();
        int targets = load.targets();
        double batch = settings.batch();
        double concurrency = deployments.concurrency();
        if (settings.hasQueue()) {
            limits.b(
                    "queue.functionConcurrency %,.0f, batches of %,.0f".formatted(concurrency, batch),
                    number * each.rateOf(concurrency));
            limits.b(Quota.IN_FLIGHT, most -> number * each.rateInFlight(most));
        } else if (!settings.get(PlannedSetting.RESERVED_CONCURRENCY).isEmpty()) {
            limits.b("function.reservedConcurrency %,.0f".formatted(concurrency), number * each.rateOf(concurrency));
        }
        limits.b(
                Quota.CONCURRENT_EXECUTIONS, most -> most / (targets * (each.concurrencyFor(1) + each.largeSeconds())));
        limits.b(Quota.READS_PER_PREFIX, most -> each.rateOfReads(load.prefixes() * most) / targets);
        limits.a("", Quota.WRITES_PER_PREFIX, most -> each.rateOfWrites(load.prefixes() * most));
        if (load.requestsToKms() > 0) {
            limits.b(Quota.KMS_REQUESTS, most -> most / (each.bodies() * targets));
            limits.a("", Quota.KMS_REQUESTS, most -> most / each.bodies());
        }
        if (settings.get(PlannedSetting.TRIGGER).equals("eventbridge")) {
            limits.b(Quota.EVENTBRIDGE_INVOCATIONS, most -> each.rateOfEvents(most) / targets);
        }
        if (settings.is(PlannedSetting.NARROW_SESSIONS)) {
            int sessions = each.deliversReceipts() ? 2 : 1;
            limits.b(Quota.ASSUME_ROLE, most -> each.rateOfEvents(most * batch) / targets / sessions);
        }
        if (each.large() > 0) {
            limits.b(Quota.START_EXECUTION, most -> most / (each.large() * targets));
            limits.b(Quota.STATE_TRANSITIONS, most -> most / (each.transitions() * targets));
            if (!settings.get(PlannedSetting.LARGE_RESERVED_CONCURRENCY).isEmpty()) {
                int reserved = settings.number(PlannedSetting.LARGE_RESERVED_CONCURRENCY);
                limits.b("largeObjects.reservedConcurrency " + reserved, number * reserved / each.largeSeconds());
            }
        }
        double receipts = (double) number * Receipts.prefixes(Receipts.PREFIX).size() * batch;
        if (each.deliversReceipts()) {
            limits.a("delivered receipts: ", Quota.WRITES_PER_PREFIX, most -> receipts * most);
        }
        if (settings.is(PlannedSetting.RECEIPTS)) {
            limits.b(
                    "receipts: " + Quota.WRITES_PER_PREFIX.what(),
                    each.rateOfEvents(receipts * deployments.quotas().ofB(Quota.WRITES_PER_PREFIX)));
            if (!settings.get(PlannedSetting.SCHEDULE).isEmpty()) {
                int days = settings.number(PlannedSetting.RECEIPTS_KEPT);
                limits.b(
                        "reconcile.schedule: receipts of %d days in 15 minutes".formatted(days),
                        number * each.rateOfSchedule(days));
            }
        }
        return limits.all().stream()
                .sorted(Comparator.comparingDouble(Bottleneck::objectsPerSecond))
                .toList();
    }

    private record Limits(AccountQuotas quotas, List<Bottleneck> all) {
        void a(String of, Quota quota, DoubleUnaryOperator rate) {
            all.add(new Bottleneck("A", of + quota.what(), rate.applyAsDouble(quotas.ofA(quota))));
        }

        void b(Quota quota, DoubleUnaryOperator rate) {
            b(quota.what(), rate.applyAsDouble(quotas.ofB(quota)));
        }

        void b(String what, double objectsPerSecond) {
            all.add(new Bottleneck("B", what, objectsPerSecond));
        }
    }
}
