package org.allowput.ops.plan.price;

/**
 * AWS's prices in US dollars, of the first tier and without any free tier, so that an amount is never too low.
 * docs/cost.md has them as a table.
 */
public enum Price {
    WRITE("0.005", 1_000, "PUT, POST, LIST, S3 Standard", "s3"),
    READ("0.0004", 1_000, "GET and HEAD, S3 Standard", "s3"),
    STORAGE("0.023", 1, "GB and month of storage, S3 Standard, the first 50 TB", "s3"),
    TRANSFER("0.02", 1, "GB from one Region to another (free within one Region)", "s3"),
    JOB("0.25", 1, "job of S3 Batch Operations", "s3"),
    JOB_OBJECT("1.00", 1_000_000, "objects of a job of S3 Batch Operations", "s3"),
    MANIFEST_OBJECT("0.015", 1_000_000, "objects in the bucket for which S3 generates a manifest", "s3"),
    INVOCATION("0.20", 1_000_000, "invocations", "lambda"),
    GB_SECOND("0.0000133334", 1, "GB-second of run time on arm64; SnapStart for Java is included", "lambda"),
    GB_SECOND_X86("0.0000166667", 1, "the same on x86_64", "lambda"),
    MESSAGE("0.40", 1_000_000, "requests to a standard queue", "sqs"),
    EVENT("1.00", 1_000_000, "events that S3 sends to EventBridge", "eventbridge"),
    TRANSITION("0.025", 1_000, "state transitions of a Standard workflow", "step-functions"),
    LOG("0.50", 1, "GB of log lines that are ingested", "cloudwatch"),
    ALARM("0.10", 1, "alarm and month", "cloudwatch"),
    DASHBOARD("3.00", 1, "dashboard and month", "cloudwatch"),
    METRIC("0.30", 1, "custom metric and month", "cloudwatch"),
    KEY_REQUEST("0.03", 10_000, "requests to KMS", "kms"),
    KEY("1.00", 1, "customer managed key and month", "kms"),
    DATA_EVENT("0.10", 100_000, "data events in a trail", "cloudtrail");

    /** Where these prices apply, and when they were compared with AWS's pages. */
    public static final String REGION = "us-east-1";

    public static final String AS_OF = "November 2026";

    public static final int DAY_SECONDS = 86_400;

    /** Of 30 days. */
    public static final int MONTH_SECONDS = 30 * DAY_SECONDS;

    private final String amount;
    private final int unit;
    private final String what;
    private final String service;

    Price(String amount, int unit, String what, String service) {
        this.amount = amount;
        this.unit = unit;
        this.what = what;
        this.service = service;
    }

    /** What so many of them cost, in US dollars. */
    public double of(double count) {
        return count * Double.parseDouble(amount) / unit;
    }

    public double of(long count) {
        return of((double) count);
    }

    /** What so many seconds of a function on arm64 cost, in US dollars. */
    public static double ofRunTime(double seconds, int memoryMiB) {
        return GB_SECOND.of(seconds * memoryMiB / 1024);
    }

    public String page() {
        return "https://aws.amazon.com/" + service + "/pricing/";
    }

    public String what() {
        return what;
    }

    /** In the form {@code $0.20 / 1,000,000}. */
    @Override
    public String toString() {
        return "$" + amount + (unit == 1 ? "" : " / %,d".formatted(unit));
    }
}
