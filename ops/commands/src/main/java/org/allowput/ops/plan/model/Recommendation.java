package org.allowput.ops.plan.model;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.allowput.ops.plan.price.Price;
import org.allowput.ops.plan.price.Quota;

/**
 * Settings under which a load is at most {@value #FILL_PERCENT} percent of each limit, so that retries and a backlog
 * have room.
 *
 * @param deployments among which the keys of each target are divided
 * @param prefixes over which the keys have to be spread at least
 * @param changed settings that are not as they are given
 * @param increases of quotas
 */
public record Recommendation(
        PlannedSettings settings,
        int deployments,
        long prefixes,
        Map<PlannedSetting, String> changed,
        List<QuotaIncrease> increases) {
    static final int FILL_PERCENT = 70;

    /** Above that, batches of {@link #LARGE_BATCH} are cheaper than more invocations: half of an account's default. */
    private static final int MANY_INVOCATIONS = 500;

    private static final int LARGE_BATCH = 100;
    /** That the setting takes. */
    private static final long MOST_OBJECTS_PER_DAY = 2_000_000_000;

    public record QuotaIncrease(String account, Quota quota, double from, double to) {}

    /** For a load with these settings as the beginning. */
    public static Recommendation of(Workload load, PlannedSettings given, AccountQuotas quotas) {
        double needed = load.peakPerSecond() * 100 / FILL_PERCENT;
        Map<PlannedSetting, String> changed = new EnumMap<>(PlannedSetting.class);
        changeTrigger(load, given, quotas, needed, changed);
        PlannedSettings settings = given.with(changed);
        int deployments = 1;
        PerObject each = PerObject.of(load.sizes(), settings);
        if (settings.hasQueue()) {
            if (each.concurrencyFor(needed) > MANY_INVOCATIONS && settings.batch() < LARGE_BATCH) {
                changed.put(PlannedSetting.BATCH_SIZE, Integer.toString(LARGE_BATCH));
                changed.put(PlannedSetting.CONCURRENT_COPIES, Integer.toString(LARGE_BATCH));
                settings = given.with(changed);
                each = PerObject.of(load.sizes(), settings);
            }
            double most = Math.min(
                    each.rateOf(quotas.ofB(Quota.QUEUE_CONCURRENCY)), each.rateInFlight(quotas.ofB(Quota.IN_FLIGHT)));
            deployments = (int) Math.max(1, Math.ceil(needed / most));
        }
        double concurrency = Math.ceil(each.concurrencyFor(needed) / deployments);
        limitConcurrency(settings, concurrency, changed);
        changeSchedule(load, given, each, deployments, changed);
        double perDay = Math.ceil(2 * load.objectsPerSecond() * Price.DAY_SECONDS / deployments);
        if (given.get(PlannedSetting.OBJECTS_PER_DAY).isEmpty() && perDay <= MOST_OBJECTS_PER_DAY) {
            changed.put(PlannedSetting.OBJECTS_PER_DAY, Long.toString((long) perDay));
        }
        settings = given.with(changed);
        double reads = needed * load.targets() / each.rateOfReads(quotas.ofB(Quota.READS_PER_PREFIX));
        double writes = needed / each.rateOfWrites(quotas.ofA(Quota.WRITES_PER_PREFIX));
        return new Recommendation(
                settings,
                deployments,
                (long) Math.ceil(Math.max(reads, writes)),
                changed,
                increases(load, settings, each, quotas, deployments));
    }

    private static void changeTrigger(
            Workload load,
            PlannedSettings given,
            AccountQuotas quotas,
            double needed,
            Map<PlannedSetting, String> changed) {
        String trigger = given.get(PlannedSetting.TRIGGER);
        PerObject each = PerObject.of(load.sizes(), given);
        double permitted = switch (trigger) {
            case "eventbridge" -> each.rateOfEvents(quotas.ofB(Quota.EVENTBRIDGE_INVOCATIONS));
            case "s3" -> each.rateOf(given.concurrency(quotas.ofB(Quota.CONCURRENT_EXECUTIONS)));
            default -> Double.MAX_VALUE;
        };
        if (load.targets() > 1 && !trigger.equals("eventbridge")) {
            changed.put(PlannedSetting.TRIGGER, "eventbridge");
        } else if (load.targets() == 1 && needed > permitted) {
            changed.put(PlannedSetting.TRIGGER, "sqs");
        }
    }

    private static void limitConcurrency(PlannedSettings settings, double needed, Map<PlannedSetting, String> changed) {
        String number = Long.toString((long) Math.max(2, needed));
        if (settings.hasQueue() && settings.number(PlannedSetting.FUNCTION_CONCURRENCY) < needed) {
            changed.put(PlannedSetting.FUNCTION_CONCURRENCY, number);
        }
        if (!settings.get(PlannedSetting.RESERVED_CONCURRENCY).isEmpty()
                && settings.number(PlannedSetting.RESERVED_CONCURRENCY) < needed) {
            changed.put(PlannedSetting.RESERVED_CONCURRENCY, number);
        }
    }

    private static void changeSchedule(
            Workload load,
            PlannedSettings given,
            PerObject each,
            int deployments,
            Map<PlannedSetting, String> changed) {
        if (given.get(PlannedSetting.SCHEDULE).isEmpty() || !given.is(PlannedSetting.RECEIPTS)) {
            return;
        }
        double days = deployments * each.rateOfSchedule(1) / load.objectsPerSecond();
        if (days < 1) {
            changed.put(PlannedSetting.SCHEDULE, "");
        } else if (days < given.number(PlannedSetting.RECEIPTS_KEPT)) {
            changed.put(PlannedSetting.RECEIPTS_KEPT, Integer.toString((int) days));
        }
    }

    private static List<QuotaIncrease> increases(
            Workload load, PlannedSettings settings, PerObject each, AccountQuotas quotas, int deployments) {
        double needed = load.peakPerSecond() * 100 / FILL_PERCENT;
        double perSecond = needed * load.targets();
        double limit = settings.hasQueue()
                ? (double) deployments * load.targets() * settings.number(PlannedSetting.FUNCTION_CONCURRENCY)
                : each.concurrencyFor(perSecond);
        List<QuotaIncrease> all = new ArrayList<>();
        require(all, "B", Quota.CONCURRENT_EXECUTIONS, quotas, limit + perSecond * each.largeSeconds());
        if (settings.get(PlannedSetting.TRIGGER).equals("eventbridge")) {
            require(all, "B", Quota.EVENTBRIDGE_INVOCATIONS, quotas, perSecond * each.events());
        }
        require(all, "B", Quota.KMS_REQUESTS, quotas, perSecond * each.bodies() * load.requestsToKms());
        require(all, "A", Quota.KMS_REQUESTS, quotas, needed * each.bodies() * load.requestsToKms());
        require(all, "B", Quota.START_EXECUTION, quotas, perSecond * each.large());
        require(all, "B", Quota.STATE_TRANSITIONS, quotas, perSecond * each.transitions());
        return all;
    }

    private static void require(
            List<QuotaIncrease> all, String account, Quota quota, AccountQuotas quotas, double needed) {
        double from = account.equals("B") ? quotas.ofB(quota) : quotas.ofA(quota);
        if (needed > from) {
            double step = Math.pow(10, Math.floor(Math.log10(needed)) - 1);
            all.add(new QuotaIncrease(account, quota, from, Math.ceil(needed / step) * step));
        }
    }
}
