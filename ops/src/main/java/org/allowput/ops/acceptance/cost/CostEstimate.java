package org.allowput.ops.acceptance.cost;

import java.util.List;
import java.util.Locale;
import org.allowput.ops.cli.Table;

/**
 * What a run costs in US East (N. Virginia), without any free tier.
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

    /** An amount with its calculation. */
    public record Line(String what, String calculation, double dollars, String page) {}

    public List<Line> lines() {
        long put = 2 * objects + burst;
        // A job copies again what it finds.
        long copied = put + objects;
        long parts = 2 * (largeMiB / 32 + 40);
        long lists = 20 * objects / 10 + 20 * burst / 100;
        double seconds = 0.15 * 3 * objects + 0.03 * burst + largeMiB / 50.0 * 2;
        long written = put + copied + parts + lists + CHECKS;
        long primed = (long) PRIMED_VERSIONS * PRIMING_SECONDS;
        double keyRequests = 4 * (copied / 10.0 + CHECKS);
        return List.of(
                line(
                        "S3: put in B and in A, parts, lists",
                        "(%,d + %,d + %,d + %,d + %,d) × %s".formatted(put, copied, parts, lists, CHECKS, Price.WRITE),
                        Price.WRITE.of(written),
                        Price.WRITE),
                line(
                        "S3: GET and HEAD",
                        "(2 × %,d + %,d + %,d) × %s".formatted(copied, parts, CHECKS, Price.READ),
                        Price.READ.of(2 * copied + parts + CHECKS),
                        Price.READ),
                line(
                        "S3: one Batch Operations job",
                        "%s + %,d × %s".formatted(Price.JOB, objects, Price.JOB_OBJECT),
                        Price.JOB.of(1) + Price.JOB_OBJECT.of(objects),
                        Price.JOB),
                line(
                        "S3: storage in both accounts for an hour",
                        "2 × %,d MiB × %s / GB / 730".formatted(largeMiB, Price.STORAGE),
                        Price.STORAGE.of(2 * largeMiB / 953.67) / HOURS_PER_MONTH,
                        Price.STORAGE),
                line(
                        "Lambda: run time",
                        "%,.0f s × %.4f GB × %s".formatted(seconds, Price.FUNCTION_GB, Price.GB_SECOND),
                        Price.ofRunTime(seconds),
                        Price.GB_SECOND),
                line(
                        "Lambda: priming of %d versions, %d s each".formatted(PRIMED_VERSIONS, PRIMING_SECONDS),
                        "%d s × %.4f GB × %s".formatted(primed, Price.FUNCTION_GB, Price.GB_SECOND),
                        Price.ofRunTime((double) primed),
                        Price.GB_SECOND),
                line(
                        "Lambda: invocations",
                        "%,d × %s".formatted(copied + CHECKS, Price.INVOCATION),
                        Price.INVOCATION.of(copied + CHECKS),
                        Price.INVOCATION),
                line(
                        "SQS: requests of objects, and of the pollers in an hour",
                        "(3 × %,d + 1,800) × %s".formatted(copied, Price.MESSAGE),
                        Price.MESSAGE.of(3 * copied + 1800),
                        Price.MESSAGE),
                line(
                        "Step Functions: state transitions",
                        "2 × 100 × " + Price.TRANSITION,
                        Price.TRANSITION.of(200),
                        Price.TRANSITION),
                line(
                        "KMS: two keys for an hour, and requests",
                        "2 × %s / 730 + 4 × %,d × %s".formatted(Price.KEY, copied / 10 + CHECKS, Price.KEY_REQUEST),
                        Price.KEY.of(2) / HOURS_PER_MONTH + Price.KEY_REQUEST.of(keyRequests),
                        Price.KEY),
                line(
                        "CloudWatch: log",
                        "%,d × 1,700 bytes × %s / GB".formatted(copied, Price.LOG),
                        Price.LOG.of(copied * 1700 / 1e9),
                        Price.LOG),
                line(
                        "CloudWatch: 24 alarms, 2 dashboards and 30 metrics for an hour",
                        "(24 × %s + 2 × %s + 30 × %s) / 730".formatted(Price.ALARM, Price.DASHBOARD, Price.METRIC),
                        (Price.ALARM.of(24) + Price.DASHBOARD.of(2) + Price.METRIC.of(30)) / HOURS_PER_MONTH,
                        Price.ALARM));
    }

    private static Line line(String what, String calculation, double dollars, Price price) {
        return new Line(what, calculation, dollars, price.page());
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
