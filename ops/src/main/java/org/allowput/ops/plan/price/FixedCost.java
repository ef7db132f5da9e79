package org.allowput.ops.plan.price;

/** What a deployment costs in a month without any object, in US dollars. */
public final class FixedCost {
    /** Of account B's stack with the trigger sqs and default settings. */
    public static final int ALARMS = 12;

    public static final int LEAST_METRICS = 10;
    /** With each cause of failure, and large objects. */
    public static final int MOST_METRICS = 22;

    private FixedCost() {}

    public static double perMonth(int metrics) {
        return monitoring(metrics) + idleQueue();
    }

    public static double monitoring(int metrics) {
        return Price.ALARM.of(ALARMS) + Price.DASHBOARD.of(1) + Price.METRIC.of(metrics);
    }

    /** Five pollers that wait 20 s each. */
    public static double idleQueue() {
        return Price.MESSAGE.of(5.0 * Price.MONTH_SECONDS / 20);
    }
}
