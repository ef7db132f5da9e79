package org.allowput.sandbox.contract;

import static org.allowput.sandbox.contract.Price.ofRunTime;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tables of docs/cost.md, computed from {@link Price} and what the templates deploy by default.
 *
 * @param alarms of account B's stack
 * @param concurrency the queue's invocations at a time
 * @param rangeMiB the most of a large object that one invocation copies
 * @param uploadDays after which account A's bucket aborts incomplete uploads
 */
record CostTables(int alarms, int concurrency, int rangeMiB, int uploadDays) {
    private static final double MILLION = 1e6;
    private static final int MONTH_SECONDS = 2_592_000;
    private static final int MIB_PER_SECOND = 50;
    private static final int PRIMING_SECONDS = 110;
    /** The quota of a new account, which a workflow without reserved concurrency can use up. */
    private static final int ACCOUNT_CONCURRENCY = 1_000;

    private static final int LEAST_METRICS = 10;
    private static final int MOST_METRICS = 22;

    /** What one million objects cost: PUTs in A, and everything in B. */
    private record Small(double invocations, double seconds) {
        double put() {
            return Price.WRITE.of(MILLION);
        }

        double reads() {
            return Price.READ.of(2 * MILLION);
        }

        double queue() {
            return Price.MESSAGE.of(MILLION + 2 * invocations);
        }

        double log() {
            return Price.LOG.of((500 * MILLION + 1_200 * invocations) / 1e9);
        }

        double runTime() {
            return ofRunTime(invocations * seconds);
        }

        double total() {
            return put() + reads() + Price.INVOCATION.of(invocations) + runTime() + queue() + log();
        }
    }

    private static final Small ALONE = new Small(MILLION, 0.15);
    private static final Small IN_TENS = new Small(MILLION / 10, 0.3);

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

        double transfer() {
            return Price.TRANSFER.of(gigabytes());
        }

        double gigabytes() {
            return mebibytes * 1024 * 1024 / 1e9;
        }
    }

    private static final Large MANY = new Large(1_048_576, 32_768, 1_024, 0);

    private Large large(double mebibytes, double parts) {
        return new Large(mebibytes, parts, 1, Math.ceil(mebibytes / rangeMiB));
    }

    private Large terabyte() {
        return large(953_675, 9_935);
    }

    /** Its parts of 5,120 MiB fit two times into a range. */
    private Large largest() {
        return new Large(51_200_000, 10_000, 1, 5_000);
    }

    Map<String, String> tables() {
        Map<String, String> tables = new LinkedHashMap<>();
        tables.put("prices", prices());
        tables.put("small-objects", smallObjects());
        tables.put("batches", batches());
        tables.put("large-objects", largeObjects());
        tables.put("options", options());
        tables.put("fixed", fixed());
        tables.put("highest", highest());
        return tables;
    }

    /** The sentence of README.md. */
    static String summary(CostTables tables) {
        return "One million small objects cost %s to %s, %s of it for the PUTs in A; fixed costs are %s to %s per month"
                .formatted(
                        usd(IN_TENS.total()),
                        usd(ALONE.total()),
                        usd(ALONE.put()),
                        usd(tables.fixed(LEAST_METRICS)),
                        usd(tables.fixed(MOST_METRICS)));
    }

    private static String prices() {
        return table(
                List.of("price", "unit"),
                Stream.of(Price.values())
                        .map(price -> List.of(price.toString(), "[" + price.what() + "](" + price.page() + ")")));
    }

    private static String smallObjects() {
        return table(
                List.of("", "one per invocation, 150 ms", "ten per invocation, 300 ms"),
                Stream.of(
                        both("**A:** PUT to the target", usd(ALONE.put()), usd(IN_TENS.put())),
                        both("**B:** GET and HEAD of the source, one each", usd(ALONE.reads()), usd(IN_TENS.reads())),
                        both(
                                "invocations",
                                usd(Price.INVOCATION.of(ALONE.invocations())),
                                usd(Price.INVOCATION.of(IN_TENS.invocations()))),
                        both("run time × 1.7275 GB", usd(ALONE.runTime()), usd(IN_TENS.runTime())),
                        both(
                                "queue: send each message; receive and delete each batch",
                                usd(ALONE.queue()),
                                usd(IN_TENS.queue())),
                        both("log: 500 bytes per object, 1,200 per invocation", usd(ALONE.log()), usd(IN_TENS.log())),
                        both("**together**", bold(ALONE.total()), bold(IN_TENS.total()))));
    }

    /** What was measured: messages in a batch, and milliseconds that were billed for it. */
    private static String batches() {
        return table(
                List.of(
                        "messages in a batch",
                        "billed per batch",
                        "objects per second and environment",
                        "one million objects"),
                Map.of(1, 98, 10, 118, 100, 230).entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(batch -> List.of(
                                batch.getKey().toString(),
                                batch.getValue() + " ms",
                                "%,d".formatted(Math.round(1000.0 * batch.getKey() / batch.getValue())),
                                usd(new Small(MILLION / batch.getKey(), batch.getValue() / 1e3).total()))));
    }

    private String largeObjects() {
        List<Large> all = List.of(MANY, terabyte(), largest());
        return table(
                List.of("", "1 TiB in objects of 1 GiB", "one object of 1 TB", "one object of 48.8 TiB"),
                Stream.of(
                        row(
                                "**B:** run time at 50 MiB per second",
                                all.stream().map(each -> usd(ofRunTime(each.seconds())))),
                        row(
                                "**A:** create uploads, put parts, complete; B: store results",
                                all.stream().map(each -> usd(each.writes()))),
                        row("B: GET parts, read the state", all.stream().map(each -> usd(each.reads()))),
                        row("B: state transitions", all.stream().map(each -> usd(each.transitions()))),
                        row("**together**", all.stream().map(each -> bold(each.total()))),
                        row(
                                "time in the workflow, 16 ranges at a time",
                                all.stream().map(CostTables::hours)),
                        row("to another Region, in addition", all.stream().map(each -> usd(each.transfer()))),
                        row(
                                "**A:** parts of a failed attempt, kept for " + uploadDays + " days",
                                all.stream()
                                        .map(each -> "up to "
                                                + usd(Price.STORAGE.of(each.gigabytes()) * uploadDays / 30)))));
    }

    private static String hours(Large large) {
        if (large.ranges() == 0) {
            return "–";
        }
        double seconds = Math.ceil(large.ranges() / 16) * large.seconds() / large.ranges();
        return seconds < 7200 ? "%.0f minutes".formatted(seconds / 60) : "%.1f hours".formatted(seconds / 3600);
    }

    private static String options() {
        return table(
                List.of("option", "paid by", "for one million small objects"),
                Stream.of(
                        List.of(
                                "`target.kmsKeyArn`: one `GenerateDataKey` per PUT or part",
                                "A",
                                usd(Price.KEY_REQUEST.of(MILLION))
                                        + "; with a [Bucket"
                                        + " Key](https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html),"
                                        + " as the stack's own bucket has, a small fraction"),
                        List.of(
                                "`source.kmsKeyArn`: one `Decrypt` per GET",
                                "B",
                                usd(Price.KEY_REQUEST.of(MILLION)) + "; with a Bucket Key a small fraction"),
                        List.of(
                                "`trigger` `eventbridge`: S3 sends **every** event of the bucket, also of keys that"
                                        + " are not copied",
                                "B",
                                usd(Price.EVENT.of(MILLION)) + " per million events"),
                        List.of("`optIns.replicateTags`: one more GET", "B", usd(Price.READ.of(MILLION))),
                        List.of(
                                "`receipts.enabled`: one PUT per invocation",
                                "B",
                                usd(Price.WRITE.of(MILLION / 10)) + " to " + usd(Price.WRITE.of(MILLION))),
                        List.of("[data events](security.md#auditing) for PUTs", "A", usd(Price.DATA_EVENT.of(MILLION))),
                        List.of(
                                "a [backfill](settings.md#backfill) with a generated manifest",
                                "B",
                                usd(Price.JOB_OBJECT.of(MILLION)) + ", " + usd(Price.JOB.of(1)) + " per job, and "
                                        + Price.MANIFEST_OBJECT + " objects *in the bucket*"),
                        List.of(
                                "`function.storageClass`",
                                "A",
                                "PUTs cost twice to ten times as much; minimum duration and size: [S3]("
                                        + Price.WRITE.page() + ")")));
    }

    private double fixed(int metrics) {
        return Price.ALARM.of(alarms) + Price.DASHBOARD.of(1) + Price.METRIC.of(metrics) + idleQueue();
    }

    private double paidAlarms() {
        return Price.ALARM.of(Math.max(0, alarms - 10));
    }

    private static double idleQueue() {
        return Price.MESSAGE.of(5.0 * MONTH_SECONDS / 20);
    }

    private String fixed() {
        return table(
                List.of("per month", "cost"),
                Stream.of(
                        List.of(
                                alarms + " alarms (one more with the trigger `s3`, two with `eventbridge`)",
                                usd(Price.ALARM.of(alarms))),
                        List.of("a dashboard", usd(Price.DASHBOARD.of(1))),
                        List.of(
                                "%d custom metrics; up to %d with each cause of failure and large objects"
                                        .formatted(LEAST_METRICS, MOST_METRICS),
                                usd(Price.METRIC.of(LEAST_METRICS)) + " to " + usd(Price.METRIC.of(MOST_METRICS))),
                        List.of("an idle queue: five pollers that wait 20 s each", usd(idleQueue())),
                        List.of(
                                "**together**",
                                "**%s to %s**".formatted(usd(fixed(LEAST_METRICS)), usd(fixed(MOST_METRICS)))),
                        List.of(
                                "with the free tier of CloudWatch (ten metrics, ten alarms, three dashboards) and SQS,"
                                        + " in an account with this deployment alone",
                                usd(paidAlarms()) + " to " + usd(paidAlarms() + Price.METRIC.of(MOST_METRICS - 10))),
                        List.of(
                                "a deployment that changes the function: priming for 110 s",
                                "less than " + usd(Math.ceil(100 * ofRunTime(PRIMING_SECONDS)) / 100))));
    }

    private String highest() {
        double objects = concurrency * 10 / 0.3 * MONTH_SECONDS;
        return table(
                List.of("in a month", "paid by", "cost"),
                Stream.of(
                        List.of(
                                "%d invocations of the queue all the time: run time".formatted(concurrency),
                                "B",
                                usd(ofRunTime((double) concurrency * MONTH_SECONDS))),
                        List.of(
                                "the same with small objects, ten in 300 ms: %,.0f million objects, run time included"
                                        .formatted(objects / MILLION),
                                "A %s, B %s"
                                        .formatted(
                                                usd(IN_TENS.put() * objects / MILLION),
                                                usd((IN_TENS.total() - IN_TENS.put()) * objects / MILLION)),
                                usd(IN_TENS.total() * objects / MILLION)),
                        List.of(
                                "large objects all the time: the workflow's function has no limit but the account's concurrency, %,d by default"
                                        .formatted(ACCOUNT_CONCURRENCY),
                                "B",
                                usd(ofRunTime((double) ACCOUNT_CONCURRENCY * MONTH_SECONDS)))));
    }

    private static List<String> both(String what, String first, String second) {
        return List.of(what, first, second);
    }

    private static List<String> row(String what, Stream<String> cells) {
        return Stream.concat(Stream.of(what), cells).toList();
    }

    private static String table(List<String> head, Stream<List<String>> rows) {
        return Stream.concat(Stream.of(head, head.stream().map(column -> "---").toList()), rows)
                .map(cells -> "| " + String.join(" | ", cells) + " |\n")
                .collect(Collectors.joining());
    }

    private static String bold(double dollars) {
        return "**" + usd(dollars) + "**";
    }

    private static String usd(double dollars) {
        return String.format(Locale.ROOT, dollars < 100 ? "$%.2f" : "$%,.0f", dollars);
    }
}
