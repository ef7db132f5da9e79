package org.allowput.ops.plan;

import java.util.LinkedHashSet;
import java.util.Set;
import org.allowput.ops.cli.Table;
import org.allowput.ops.plan.model.Backfill;
import org.allowput.ops.plan.model.Bottleneck;
import org.allowput.ops.plan.model.MonthlyCost;
import org.allowput.ops.plan.model.PlannedSetting;
import org.allowput.ops.plan.model.Recommendation;
import org.allowput.ops.plan.price.Price;
import org.allowput.ops.plan.price.Quota;
import org.jspecify.annotations.Nullable;

/** A plan for people, on one screen or two. */
record PlanText(Plan plan) {
    @Override
    public String toString() {
        return String.join("\n", load(), limits(), settings(), quotas(), cost(), backfill(), highest())
                .replaceAll("\n{3,}", "\n\n");
    }

    private String load() {
        String peak = plan.load().peakPerSecond() > plan.load().objectsPerSecond()
                ? ", at most %s per second".formatted(number(plan.load().peakPerSecond()))
                : "";
        return "%s objects per second of %s (%s per month%s), %s, from %s to %s, %s, %s%n"
                .formatted(
                        number(plan.load().objectsPerSecond()),
                        plan.load().sizes(),
                        count(plan.load().objectsPerSecond() * Price.MONTH_SECONDS),
                        peak,
                        counted((double) plan.load().prefixes(), "prefix", "prefixes"),
                        plan.settings().get(PlannedSetting.SOURCE_REGION),
                        plan.settings().get(PlannedSetting.TARGET_REGION),
                        plan.load().keys(),
                        counted(plan.load().targets(), "target", "targets"));
    }

    private String limits() {
        Table table = new Table("what breaks first", "", ">objects/s", ">used");
        for (Bottleneck each : plan.given()) {
            table.row(each.what(), each.account(), number(each.objectsPerSecond()), used(each));
        }
        return table.toString();
    }

    private String used(Bottleneck limit) {
        double percent = 100 * plan.load().peakPerSecond() / limit.objectsPerSecond();
        return (percent < 0.1 ? "< 0.1" : number(percent)) + " %" + (percent > 100 ? " !" : "");
    }

    private String settings() {
        Recommendation best = best();
        Table table = new Table("settings to choose", "", "");
        best.changed().forEach((setting, value) -> {
            String before = plan.settings().get(setting);
            String why = setting == PlannedSetting.OBJECTS_PER_DAY ? "twice this rate" : "instead of " + before;
            table.row(setting.path(), value.isEmpty() ? "none" : value, why);
        });
        if (best.deployments() > 1) {
            table.row("deployments", best.deployments() + " per target", "each with keys.includePrefix of its own");
        }
        if (best.prefixes() > plan.load().prefixes()) {
            table.row("prefixes", count((double) best.prefixes()), "over which the keys are spread, at least");
        }
        return table
                + "then first, in %s: %s, at %s objects per second (%s)%n"
                        .formatted(
                                plan.chosen().account(),
                                plan.chosen().what(),
                                number(plan.chosen().objectsPerSecond()),
                                used(plan.chosen()))
                + burst();
    }

    private String burst() {
        int limit = Integer.parseInt(best().settings().get(PlannedSetting.FUNCTION_CONCURRENCY));
        double minutes = (double) limit / Quota.QUEUE_SCALING.elsewhere();
        return plan.settings().get(PlannedSetting.TRIGGER).equals("s3") || minutes <= 1
                ? ""
                : "after a pause, Lambda needs %.0f minutes for all invocations%n".formatted(Math.ceil(minutes));
    }

    private Recommendation best() {
        return plan.recommendation();
    }

    private String quotas() {
        if (best().increases().isEmpty()) {
            return "quotas to increase: none\n";
        }
        Table table = new Table("quotas to increase", "", ">from", ">to", "in Service Quotas");
        best().increases()
                .forEach(each -> table.row(
                        each.quota().what(),
                        each.account(),
                        count(each.from()),
                        count(each.to()),
                        each.quota().code()));
        return table.toString();
    }

    private String cost() {
        MonthlyCost cost = plan.cost();
        Table table = new Table("a month in US dollars", plan.load().targets() > 1 ? ">each A" : ">A", ">B");
        Set<String> services = new LinkedHashSet<>(cost.perTarget().keySet());
        services.addAll(cost.source().keySet());
        for (String service : services) {
            table.row(
                    service,
                    dollars(cost.perTarget().get(service)),
                    dollars(cost.source().get(service)));
        }
        table.row("together", dollars(cost.totalOfTarget()), dollars(cost.totalOfSource()));
        table.row("with full batches", dollars(cost.totalOfTarget()), dollars(plan.fullBatches()));
        table.row("storage of these copies", dollars(MonthlyCost.storage(plan.load())), "");
        return table
                + "prices of %s, %s, first tier; batches of %.0f, as few messages as Lambda may take%n"
                        .formatted(Price.REGION, Price.AS_OF, plan.smallestBatch());
    }

    private String backfill() {
        if (plan.backfills().isEmpty()) {
            return "";
        }
        Table table = new Table(
                "backfill of " + count(plan.load().backfill()) + " objects", ">objects/s", ">takes", ">A", ">B");
        for (Backfill each : plan.backfills()) {
            table.row(
                    each.way(),
                    number(each.objectsPerSecond()),
                    time(each.seconds()),
                    dollars(each.target()),
                    dollars(each.source()));
        }
        return table.toString();
    }

    private String highest() {
        Table table = new Table("highest possible bill", ">A", ">B");
        table.row(
                "every invocation busy for a month: " + count(plan.highest().objects()) + " objects",
                dollars(plan.highest().target()),
                dollars(plan.highest().source()));
        if (plan.highest().largeObjects() > 0) {
            table.row(
                    "or large objects, with all invocations that they may have",
                    "",
                    dollars(plan.highest().largeObjects()));
        }
        return table.toString();
    }

    private static String counted(double count, String one, String several) {
        return count(count) + " " + (count == 1 ? one : several);
    }

    private static String count(double number) {
        return "%,.0f".formatted(number);
    }

    private static String number(double number) {
        return (number >= 10 ? "%,.0f" : number >= 1 ? "%.1f" : "%.2g").formatted(number);
    }

    private static String dollars(@Nullable Double amount) {
        return amount == null ? "" : "%,.2f".formatted(amount);
    }

    private static String time(double seconds) {
        return !Double.isFinite(seconds)
                ? "never"
                : seconds < 2 * 3_600
                        ? "%.0f minutes".formatted(seconds / 60)
                        : seconds < 2 * Price.DAY_SECONDS
                                ? "%.1f hours".formatted(seconds / 3_600)
                                : "%,.1f days".formatted(seconds / Price.DAY_SECONDS);
    }
}
