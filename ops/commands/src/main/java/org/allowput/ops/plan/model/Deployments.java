package org.allowput.ops.plan.model;

import org.allowput.ops.plan.price.Quota;

/**
 * What copies a load.
 *
 * @param number of deployments with these settings for each target, among which its keys are divided
 */
public record Deployments(Workload load, PlannedSettings settings, AccountQuotas quotas, int number) {
    PerObject each() {
        return PerObject.of(load.sizes(), settings);
    }

    /** Those for all targets. */
    int all() {
        return number * load.targets();
    }

    Deployments with(PlannedSettings other) {
        return new Deployments(load, other, quotas, number);
    }

    /** Invocations at a time that account B may have. */
    double accountConcurrency() {
        return quotas.ofB(Quota.CONCURRENT_EXECUTIONS);
    }

    /** Invocations at a time that the settings of one of them permit. */
    double concurrency() {
        return settings.concurrency(accountConcurrency());
    }
}
