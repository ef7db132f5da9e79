package org.allowput.ops.acceptance.cost;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.allowput.ops.cli.Table;

/**
 * What a run costs in US East (N. Virginia), without any free tier: the prices of docs/cost.md, which has the links.
 *
 * @param objects that are put one by one; as many are copied by S3 Batch Operations
 * @param burst objects that are put at once
 * @param largeMiB the size of the large object
 */
public record CostEstimate(long objects, long burst, long largeMiB) {
    /** Those that a run publishes. */
    private static final int PRIMED_VERSIONS = 5;

    /** The default of the function's {@code PRIMING_SECONDS}. */
    private static final int PRIMING_SECONDS = 110;

    private static final double HOURS_PER_MONTH = 730;
    /** Checks put few objects; each page of a list is a request. */
    private static final long CHECKS = 500;

    private static final String S3 = "https://aws.amazon.com/s3/pricing/";
    private static final String LAMBDA = "https://aws.amazon.com/lambda/pricing/";
    private static final String CLOUD_WATCH = "https://aws.amazon.com/cloudwatch/pricing/";

    /** An amount with its calculation. */
    public record Line(String what, String calculation, double dollars, String page) {}

    public List<Line> lines() {
        long put = 2 * objects + burst;
        // A job copies again what it finds.
        long copied = put + objects;
        long parts = 2 * (largeMiB / 32 + 40);
        long lists = 20 * objects / 10 + 20 * burst / 100;
        double seconds = 0.15 * 3 * objects + 0.03 * burst + largeMiB / 50.0 * 2;
        List<Line> lines = new ArrayList<>();
        lines.add(new Line(
                "S3: put in B and in A, parts, lists",
                "(%,d + %,d + %,d + %,d + %,d) × $0.005 / 1,000".formatted(put, copied, parts, lists, CHECKS),
                (put + copied + parts + lists + CHECKS) * Prices.WRITE,
                S3));
        lines.add(new Line(
                "S3: GET and HEAD",
                "(2 × %,d + %,d + %,d) × $0.0004 / 1,000".formatted(copied, parts, CHECKS),
                (2 * copied + parts + CHECKS) * Prices.READ,
                S3));
        lines.add(new Line(
                "S3: one Batch Operations job",
                "$0.25 + %,d × $1.00 / 1,000,000".formatted(objects),
                0.25 + objects / 1_000_000.0,
                S3));
        lines.add(new Line(
                "S3: storage in both accounts for an hour",
                "2 × %,d MiB × $0.023 / GB / 730".formatted(largeMiB),
                2 * largeMiB / 953.67 * 0.023 / HOURS_PER_MONTH,
                S3));
        lines.add(new Line(
                "Lambda: run time",
                "%,.0f s × %.4f GB × $0.0000133334".formatted(seconds, Prices.FUNCTION_GB),
                seconds * Prices.FUNCTION_GB * Prices.GB_SECOND,
                LAMBDA));
        lines.add(new Line(
                "Lambda: priming of %d versions, %d s each".formatted(PRIMED_VERSIONS, PRIMING_SECONDS),
                "%d s × %.4f GB × $0.0000133334".formatted(PRIMED_VERSIONS * PRIMING_SECONDS, Prices.FUNCTION_GB),
                PRIMED_VERSIONS * PRIMING_SECONDS * Prices.FUNCTION_GB * Prices.GB_SECOND,
                LAMBDA));
        lines.add(new Line(
                "Lambda: invocations",
                "%,d × $0.20 / 1,000,000".formatted(copied + CHECKS),
                (copied + CHECKS) * 0.20 / 1_000_000,
                LAMBDA));
        lines.add(new Line(
                "SQS: requests of objects, and of the pollers in an hour",
                "(3 × %,d + 1,800) × $0.40 / 1,000,000".formatted(copied),
                (3 * copied + 1800) * 0.40 / 1_000_000,
                "https://aws.amazon.com/sqs/pricing/"));
        lines.add(new Line(
                "Step Functions: state transitions",
                "2 × 100 × $0.025 / 1,000",
                200 * 0.025 / 1000,
                "https://aws.amazon.com/step-functions/pricing/"));
        lines.add(new Line(
                "KMS: two keys for an hour, and requests",
                "2 × $1.00 / 730 + 4 × %,d × $0.03 / 10,000".formatted(copied / 10 + CHECKS),
                2 / HOURS_PER_MONTH + 4 * (copied / 10.0 + CHECKS) * 0.03 / 10_000,
                "https://aws.amazon.com/kms/pricing/"));
        lines.add(new Line(
                "CloudWatch: log",
                "%,d × 1,700 bytes × $0.50 / GB".formatted(copied),
                copied * 1700 / 1e9 * 0.50,
                CLOUD_WATCH));
        lines.add(new Line(
                "CloudWatch: 24 alarms, 2 dashboards and 30 metrics for an hour",
                "(24 × $0.10 + 2 × $3.00 + 30 × $0.30) / 730",
                (24 * 0.10 + 2 * 3 + 30 * 0.30) / HOURS_PER_MONTH,
                CLOUD_WATCH));
        return lines;
    }

    public double total() {
        return lines().stream().mapToDouble(Line::dollars).sum();
    }

    /** In the form {@code $0.49}. */
    public String text() {
        return String.format(Locale.ROOT, "$%.2f", total());
    }

    @Override
    public String toString() {
        Table table = new Table("cost", "calculation", ">USD", "prices");
        lines().forEach(each -> table.row(
                each.what(), each.calculation(), String.format(Locale.ROOT, "%.4f", each.dollars()), each.page()));
        table.row("total", "", String.format(Locale.ROOT, "%.4f", total()), "");
        return table.toString();
    }
}
