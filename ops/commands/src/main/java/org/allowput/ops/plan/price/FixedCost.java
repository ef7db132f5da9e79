package org.allowput.ops.plan.price;

/** What a deployment costs in a month without any object, in US dollars. */
public final class FixedCost {
    /** Of account B's stack with the trigger sqs and default settings. */
    public static final int ALARMS = 12;

    public static final int LEAST_METRICS = 10;
    /** With each cause of failure, and large objects. */
    public static final int MOST_METRICS = 22;

    /** Of account A's stack with an address for its alarms. */
    public static final int TARGET_ALARMS = 5;
    /** Each that S3 has for a bucket, if there is a request of its kind. */
    public static final int REQUEST_METRICS = 16;

    private FixedCost() {}

    public static double perMonth(int metrics) {
        return monitoring(metrics) + idleQueue();
    }

    public static double monitoring(int metrics) {
        return monitoring(ALARMS, metrics);
    }

    public static double ofTargetAlarms() {
        return monitoring(TARGET_ALARMS, REQUEST_METRICS);
    }

    private static double monitoring(int alarms, int metrics) {
        return Price.ALARM.of(alarms) + Price.DASHBOARD.of(1) + Price.METRIC.of(metrics);
    }

    /** Five pollers that wait 20 s each. */
    public static double idleQueue() {
        return Price.MESSAGE.of(5.0 * Price.MONTH_SECONDS / 20);
    }
}
