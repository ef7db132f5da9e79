package org.allowput.ops.plan.model;

import org.allowput.ops.plan.price.Price;

/**
 * What a month costs if every invocation that the settings permit runs all the time, in US dollars.
 *
 * @param objects copied by the function, with full batches
 * @param target of each account A
 * @param source of account B
 * @param largeObjects of account B, if the workflow's function runs all the time; 0 without it
 */
public record HighestBill(double objects, double target, double source, double largeObjects) {
    public static HighestBill of(Deployments deployments) {
        Workload load = deployments.load();
        PlannedSettings settings = deployments.settings();
        PerObject each = deployments.each();
        double account = deployments.accountConcurrency();
        double concurrency = Math.min(account, deployments.all() * deployments.concurrency());
        double perSecond = Math.min(each.rateOf(concurrency), account / (each.concurrencyFor(1) + each.largeSeconds()))
                / load.targets();
        Workload most =
                new Workload(perSecond, perSecond, load.sizes(), load.prefixes(), load.keys(), load.targets(), 0);
        MonthlyCost cost = MonthlyCost.of(most, settings, deployments.number(), settings.batch());
        String reserved = settings.get(PlannedSetting.LARGE_RESERVED_CONCURRENCY);
        double large =
                reserved.isEmpty() ? account : Math.min(account, Double.parseDouble(reserved) * deployments.all());
        return new HighestBill(
                most.objectsPerMonth(),
                cost.totalOfTarget(),
                cost.totalOfSource(),
                settings.is(PlannedSetting.LARGE_OBJECTS) ? settings.costOf(large * Price.MONTH_SECONDS) : 0);
    }
}
