package org.allowput.sandbox.contract;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.ops.plan.price.FixedCost;
import org.allowput.ops.plan.price.Price;
import org.allowput.ops.plan.price.Quota;
import org.allowput.ops.plan.price.SmallObjects;
import org.allowput.ops.plan.price.WorkflowRequests;

/**
 * The tables of docs/cost.md, and of the quotas in docs/scale.md, computed from {@link Price} and what the templates
 * deploy by default.
 */
final class CostTables {
    private static final double MILLION = 1e6;
    private static final int MIB_PER_SECOND = 50;
    /** MiB of the function, by default. */
    private static final int MEMORY = 1_769;

    private CostTables() {}

    private static final SmallObjects ALONE = small(1, 150);
    private static final SmallObjects IN_TENS = small(10, 300);

    private static SmallObjects small(int batch, int milliseconds) {
        return new SmallObjects(MILLION, MILLION / batch, milliseconds / 1e3, MEMORY);
    }

    private static double ofRunTime(double seconds) {
        return Price.ofRunTime(seconds, MEMORY);
    }

    /**
     * An object, or many of them, that is copied in parts.
     *
     * @param ranges of parts that the workflow copies; 0 without it
     */
    private record Large(double mebibytes, double parts, double uploads, double ranges) {
        double seconds() {
            return mebibytes / MIB_PER_SECOND;
        }

        double writes() {
            return Price.WRITE.of(ranges == 0 ? parts + 2 * uploads : workflow().writes());
        }

        double reads() {
            return Price.READ.of(ranges == 0 ? parts + 2 * uploads : workflow().reads());
        }

        double transitions() {
            return Price.TRANSITION.of(ranges == 0 ? 0 : workflow().transitions());
        }

        private WorkflowRequests workflow() {
            return new WorkflowRequests(parts, ranges);
        }

        double total() {
            return ofRunTime(seconds()) + writes() + reads() + transitions();
        }
    }

    private static final Large MANY = new Large(1_048_576, 32_768, 1_024, 0);

    /** Its parts of 5,120 MiB fit two times into a range. */
    private static final Large LARGEST = new Large(51_200_000, 10_000, 1, 5_000);

    static Map<String, String> tables() {
        Map<String, String> tables = new LinkedHashMap<>();
        tables.put("prices", prices());
        tables.put("quotas", quotas());
        tables.put("small-objects", smallObjects());
        tables.put("large-objects", largeObjects());
        tables.put("fixed", fixed());
        return tables;
    }

    /** The sentence of README.md. */
    static String summary() {
        return "One million small objects cost %s to %s, %s of it for the PUTs in A; fixed costs are %s to %s per month"
                .formatted(
                        usd(IN_TENS.total()),
                        usd(ALONE.total()),
                        usd(ALONE.put()),
                        usd(FixedCost.perMonth(FixedCost.LEAST_METRICS)),
                        usd(FixedCost.perMonth(FixedCost.MOST_METRICS)));
    }

    private static String prices() {
        return table(
                List.of("price in `%s`, %s".formatted(Price.REGION, Price.AS_OF), "unit"),
                Stream.of(Price.values())
                        .map(price -> List.of(price.toString(), "[" + price.what() + "](" + price.page() + ")")));
    }

    private static String quotas() {
        return table(
                List.of("quota of an account and Region", "default (new accounts: less); in Service Quotas"),
                Stream.of(Quota.values())
                        .map(quota -> List.of(
                                "[" + quota.what() + "](" + quota.page() + ")",
                                "%,d".formatted(quota.elsewhere())
                                        + quota.byRegion().entrySet().stream()
                                                .sorted(Map.Entry.comparingByKey())
                                                .map(each -> "; %,d (`%s`)"
                                                        .formatted(
                                                                each.getKey(),
                                                                each.getValue().replace(' ', ',')))
                                                .collect(Collectors.joining())
                                        + (quota.code().isEmpty() ? "" : "; `" + quota.code() + "`"))));
    }

    private static String smallObjects() {
        return table(
                List.of("cost", "one per invocation, 150 ms", "ten per invocation, 300 ms"),
                Stream.of(
                        both("**A:** PUT to the target", usd(ALONE.put()), usd(IN_TENS.put())),
                        both("**B:** GET and HEAD of the source, one each", usd(ALONE.reads()), usd(IN_TENS.reads())),
                        both("invocations", usd(ALONE.invoke()), usd(IN_TENS.invoke())),
                        both("run time × 1,769 MiB", usd(ALONE.runTime()), usd(IN_TENS.runTime())),
                        both(
                                "queue: send each message; receive and delete each batch",
                                usd(ALONE.queue()),
                                usd(IN_TENS.queue())),
                        both("log: 500 bytes per object, 1,200 per invocation", usd(ALONE.log()), usd(IN_TENS.log())),
                        both("**together**", bold(ALONE.total()), bold(IN_TENS.total()))));
    }

    private static String largeObjects() {
        List<Large> all = List.of(MANY, LARGEST);
        return table(
                List.of("cost", "1 TiB in objects of 1 GiB", "one object of 48.8 TiB"),
                Stream.of(
                        row(
                                "**B:** run time at 50 MiB per second",
                                all.stream().map(each -> usd(ofRunTime(each.seconds())))),
                        row(
                                "**A:** create uploads, put parts, complete; B: store results",
                                all.stream().map(each -> usd(each.writes()))),
                        row(
                                "B: GET parts, read the state, transitions",
                                all.stream().map(each -> usd(each.reads() + each.transitions()))),
                        row("**together**", all.stream().map(each -> bold(each.total()))),
                        row(
                                "time in the workflow, 16 ranges at a time",
                                all.stream().map(CostTables::hours))));
    }

    private static String hours(Large large) {
        if (large.ranges() == 0) {
            return "–";
        }
        double seconds = Math.ceil(large.ranges() / 16) * large.seconds() / large.ranges();
        return seconds < 7200 ? "%.0f minutes".formatted(seconds / 60) : "%.1f hours".formatted(seconds / 3600);
    }

    private static String fixed() {
        return table(
                List.of("per month", "cost"),
                Stream.of(
                        List.of(
                                FixedCost.ALARMS + " alarms (one more with the trigger `s3`, two with `eventbridge`)",
                                usd(Price.ALARM.of(FixedCost.ALARMS))),
                        List.of("a dashboard", usd(Price.DASHBOARD.of(1))),
                        List.of(
                                "%d custom metrics; up to %d with each cause of failure and large objects"
                                        .formatted(FixedCost.LEAST_METRICS, FixedCost.MOST_METRICS),
                                usd(Price.METRIC.of(FixedCost.LEAST_METRICS)) + " to "
                                        + usd(Price.METRIC.of(FixedCost.MOST_METRICS))),
                        List.of("an idle queue: five pollers that wait 20 s each", usd(FixedCost.idleQueue())),
                        List.of(
                                "**together**",
                                "**%s to %s**"
                                        .formatted(
                                                usd(FixedCost.perMonth(FixedCost.LEAST_METRICS)),
                                                usd(FixedCost.perMonth(FixedCost.MOST_METRICS)))),
                        List.of(
                                "**A**, with `target.alarms.email`: %d alarms, a dashboard, up to %d request metrics"
                                        .formatted(FixedCost.TARGET_ALARMS, FixedCost.REQUEST_METRICS),
                                "**up to %s**".formatted(usd(FixedCost.ofTargetAlarms())))));
    }

    private static List<String> both(String what, String first, String second) {
        return List.of(what, first, second);
    }

    private static List<String> row(String what, Stream<String> cells) {
        return Stream.concat(Stream.of(what), cells).toList();
    }

    private static String table(List<String> head, Stream<List<String>> rows) {
        return Stream.concat(Stream.of(head, head.stream().map(column -> "---").toList()), rows)
                .map(cells -> String.join(" | ", cells) + "\n")
                .collect(Collectors.joining());
    }

    private static String bold(double dollars) {
        return "**" + usd(dollars) + "**";
    }

    private static String usd(double dollars) {
        return String.format(Locale.ROOT, dollars < 100 ? "$%.2f" : "$%,.0f", dollars);
    }
}
