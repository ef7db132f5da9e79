package org.allowput.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.allowput.emulator.testing.DocumentedTable;
import org.allowput.sandbox.simulation.OperationChecks;
import org.junit.jupiter.api.Test;

/**
 * The tables of docs/cost-and-scale.md are computed, row by row, from the prices and quotas that these pages state, and
 * from the templates' alarms: {@code -Dsnapshots=update} writes them. An integer is a count, any other number an amount
 * in US dollars.
 */
class CostPageTest {
    /** An amount, or a number that is all of a cell. */
    private static final Pattern COMPUTED =
            Pattern.compile("\\$[0-9][0-9.,]*[0-9]|(?m)(?<=^|\\| )[0-9][0-9,]*(?= \\||$)");

    private static final int BATCH = 10;
    /** That an invocation takes for ten objects of 10 KiB, if S3 answers after 30 ms: measured. */
    private static final double BATCH_SECONDS = 0.118;

    private static final double PER_SECOND = BATCH / BATCH_SECONDS;
    /** Of the event source mapping, by default. */
    private static final int INVOCATIONS = 20;

    private static final double MIB_PER_SECOND = 50;
    /** Of a receipt in an object of ten. */
    private static final double RECEIPT_BYTES = 100;

    /** Create the upload, 32 parts of 32 MiB, complete it. */
    private static final int REQUESTS_OF_1_GIB = 34;

    private static final int MONTH_SECONDS = 30 * 86_400;
    private static final int MILLION = 1_000_000;
    private static final int LEAST_METRICS = 11;
    /** With each cause of failure, and large objects. */
    private static final int MOST_METRICS = 23;

    @Test
    void theTablesAreComputedFromThePricesTheQuotasAndTheTemplates() throws IOException {
        Map<String, List<Number>> tables = Map.of(
                "small-objects", smallObjects(),
                "large-objects", largeObjects(),
                "options", options(),
                "fixed", fixed(),
                "highest-bill", highestBill(),
                "steps", steps());
        for (Map.Entry<String, List<Number>> each : tables.entrySet()) {
            Iterator<Number> cells = each.getValue().iterator();
            String table = COMPUTED.matcher(DocumentedTable.table(each.getKey()))
                    .replaceAll(any -> Matcher.quoteReplacement(text(cells.next())));
            DocumentedTable.check(each.getKey(), table);
            assertThat(cells).as(each.getKey()).isExhausted();
        }
    }

    private static String text(Number cell) {
        return (cell instanceof Integer ? "%,d" : cell.doubleValue() < 100 ? "$%.2f" : "$%,.0f").formatted(cell);
    }

    /** A quota by the text of its link. */
    private static double quota(String name) throws IOException {
        MatchResult quota = row("quotas", "^\\[" + Pattern.quote(name) + "]\\(\\S+\\) \\| ([0-9,]+)");
        return number(quota.group(1));
    }

    /** What so many cost, by the row of the price whose unit begins like this. */
    private static double cost(String unit, double count) throws IOException {
        MatchResult price = row("prices", "^\\$([0-9.]+)(?: / ([0-9,]+))? \\| \\[" + Pattern.quote(unit));
        return count * number(price.group(1)) / (price.group(2) == null ? 1 : number(price.group(2)));
    }

    private static MatchResult row(String table, String pattern) throws IOException {
        Matcher row = Pattern.compile(pattern, Pattern.MULTILINE).matcher(DocumentedTable.table(table));
        assertThat(row.find())
                .as("the table %s has a row like %s", table, pattern)
                .isTrue();
        return row.toMatchResult();
    }

    private static double number(String text) {
        return Double.parseDouble(text.replace(",", ""));
    }

    /** With 1,769 MiB, by default. */
    private static double runTime(double seconds) throws IOException {
        return cost("GB-second of run time on arm64", seconds * 1_769 / 1_024);
    }

    /** PUT in A; in B GET and HEAD, invocations, run time, queue, log; and all together. */
    private static List<Double> copies(double objects, int batch, double seconds) throws IOException {
        double invocations = objects / batch;
        return together(
                cost("PUT", objects),
                cost("GET and HEAD", 2 * objects),
                cost("invocations", invocations),
                runTime(invocations * seconds),
                cost("requests to a standard queue", objects + 2 * invocations),
                cost("GB of log lines", (500 * objects + 1_200 * invocations) / 1e9));
    }

    private static List<Double> together(Double... costs) {
        return Stream.concat(Stream.of(costs), Stream.of(costs).reduce(Double::sum).stream())
                .toList();
    }

    private static List<Number> smallObjects() throws IOException {
        return columns(copies(MILLION, 1, 0.150), copies(MILLION, BATCH, 0.300));
    }

    /** 1,024 objects of 32 parts; and 10,000 parts of 5,120 MiB, two of which fit into a range. */
    private static List<Number> largeObjects() throws IOException {
        double requests = 1_024 * REQUESTS_OF_1_GIB;
        OperationChecks.WorkflowRequests workflow = new OperationChecks.WorkflowRequests(10_000, 5_000);
        double seconds = 51_200_000 / MIB_PER_SECOND;
        double reads = cost("GET", workflow.reads()) + cost("state transitions", workflow.transitions());
        List<Number> cells = columns(
                together(runTime(1_048_576 / MIB_PER_SECOND), cost("PUT", requests), cost("GET", requests)),
                together(runTime(seconds), cost("PUT", workflow.writes()), reads));
        cells.add((int) Math.round(Math.ceil(workflow.ranges() / 16) * seconds / workflow.ranges() / 3_600));
        return cells;
    }

    private static List<Number> columns(List<Double> first, List<Double> second) {
        List<Number> cells = new ArrayList<>();
        for (int row = 0; row < first.size(); row++) {
            cells.addAll(List.of(first.get(row), second.get(row)));
        }
        return cells;
    }

    /** For a million objects: keys in both accounts, events, tags, receipts in B, in A and read, a job, data events. */
    private static List<Number> options() throws IOException {
        double keys = cost("requests to KMS", MILLION);
        double receipts = cost("PUT", (double) MILLION / BATCH);
        double job = cost("objects of a job", MILLION) + cost("objects in the bucket", MILLION);
        double tags = cost("GET", 2 * MILLION);
        double events = cost("events that S3 sends", MILLION);
        double query =
                cost("GET", (double) MILLION / BATCH) + cost("TB that Athena scans", MILLION * RECEIPT_BYTES / 1e12);
        return List.of(keys, keys, events, tags, receipts, receipts, query, job, cost("data events", MILLION));
    }

    /** S3 has 16 metrics of a bucket's requests. */
    private static List<Number> fixed() throws IOException {
        double queue = monitoring("source", 0, true) - monitoring("source", 0, false);
        List<Number> cells = new ArrayList<>(List.of(alarms("source"), cost("alarm", alarms("source"))));
        cells.addAll(List.of(cost("dashboard", 1), cost("custom metric", LEAST_METRICS)));
        cells.addAll(List.of(cost("custom metric", MOST_METRICS), queue));
        cells.addAll(List.of(monitoring("source", LEAST_METRICS, true), monitoring("source", MOST_METRICS, true)));
        cells.addAll(List.of(alarms("target-everything"), monitoring("target-everything", 16, false)));
        return cells;
    }

    private static int alarms(String template) {
        return Math.toIntExact(SynthesizedTemplate.read(template)
                .properties("AWS::CloudWatch::Alarm", "")
                .count());
    }

    /** @param queue whether there is an idle one, with five pollers that wait 20 s each */
    private static double monitoring(String snapshot, int metrics, boolean queue) throws IOException {
        double polls = queue ? 5.0 * MONTH_SECONDS / 20 : 0;
        return cost("alarm", alarms(snapshot))
                + cost("dashboard", 1)
                + cost("custom metric", metrics)
                + cost("requests to a standard queue", polls);
    }

    /**
     * For objects of 10 KiB by the queue's invocations, then for objects of 1 GiB in 32 parts by all invocations that
     * the account may have: millions of objects per month, A's PUTs, the storage of these copies, B.
     */
    private static List<Number> highestBill() throws IOException {
        double small = INVOCATIONS * PER_SECOND * MONTH_SECONDS;
        List<Double> busy = copies(small, BATCH, BATCH_SECONDS);
        double seconds = quota("Lambda: invocations at a time") * MONTH_SECONDS;
        double large = seconds * MIB_PER_SECOND / 1_024;
        double requests = large * REQUESTS_OF_1_GIB;
        return List.of(
                (int) Math.round(small / MILLION),
                busy.getFirst(),
                cost("GB and month of storage", small * 10 / (1 << 20)),
                busy.getLast() - busy.getFirst(),
                (int) Math.round(large / MILLION),
                cost("PUT", requests),
                cost("GB and month of storage", large),
                runTime(seconds) + cost("GET", requests));
    }

    /** Rate, deployments, invocations of each, prefixes, what they suffice for, and costs of A and B. */
    private static List<Number> steps() throws IOException {
        double most = PER_SECOND * quota("Lambda: invocations at a time of a queue with a maximum");
        double reads = quota("S3: GET and HEAD per second and prefix") / 2;
        double ofPrefix = Math.min(reads, quota("S3: PUT per second and prefix"));
        List<Number> cells = new ArrayList<>();
        for (int rate : List.of(1, 1_000, 10_000, 50_000, 100_000)) {
            double needed = rate / 0.7;
            int deployments = (int) Math.ceil(needed / most);
            int invocations = (int) Math.max(INVOCATIONS, Math.ceil(needed / PER_SECOND / deployments));
            int prefixes = (int) Math.ceil(needed / ofPrefix);
            int suffices = (int) Math.min(deployments * invocations * PER_SECOND, prefixes * ofPrefix);
            List<Double> month = copies((double) rate * MONTH_SECONDS, BATCH, BATCH_SECONDS);
            double alarms = deployments * monitoring("source", MOST_METRICS, true);
            double ofSource = month.getLast() - month.getFirst() + alarms;
            cells.addAll(List.of(rate, deployments, invocations, prefixes, suffices, month.getFirst(), ofSource));
        }
        return cells;
    }
}
