package org.allowput.ops.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allowput.ops.plan.model.AccountQuotas;
import org.allowput.ops.plan.model.Backfill;
import org.allowput.ops.plan.model.Bottleneck;
import org.allowput.ops.plan.model.Deployments;
import org.allowput.ops.plan.model.HighestBill;
import org.allowput.ops.plan.model.MonthlyCost;
import org.allowput.ops.plan.model.PlannedSetting;
import org.allowput.ops.plan.model.PlannedSettings;
import org.allowput.ops.plan.model.Recommendation;
import org.allowput.ops.plan.model.Workload;
import org.allowput.ops.plan.price.Quota;

/**
 * A load with the settings that were given, and with those that suffice for it.
 *
 * @param given what limits it with the settings that were given
 * @param chosen what limits it with the recommended settings, prefixes and quotas
 * @param cost with the recommended settings and the smallest batches, the most that a month costs
 * @param smallestBatch messages in these batches
 * @param fullBatches the least that account B pays for a month, in US dollars
 * @param backfills by each way; empty without a backfill
 */
record Plan(
        Workload load,
        PlannedSettings settings,
        List<Bottleneck> given,
        Recommendation recommendation,
        Bottleneck chosen,
        MonthlyCost cost,
        double smallestBatch,
        double fullBatches,
        List<Backfill> backfills,
        HighestBill highest) {
    /** @param applied quotas that AWS granted to account B */
    static Plan of(Workload load, PlannedSettings settings, Map<Quota, Double> applied) {
        AccountQuotas quotas = new AccountQuotas(
                settings.get(PlannedSetting.SOURCE_REGION),
                settings.get(PlannedSetting.TARGET_REGION),
                applied,
                Map.of());
        Recommendation best = Recommendation.of(load, settings, quotas);
        AccountQuotas granted = quotas.with(best.increases());
        Workload spread = new Workload(
                load.objectsPerSecond(),
                load.peakPerSecond(),
                load.sizes(),
                Math.max(load.prefixes(), best.prefixes()),
                load.keys(),
                load.targets(),
                load.backfill());
        PlannedSettings chosen = best.settings();
        Deployments deployments = new Deployments(spread, chosen, granted, best.deployments());
        double smallest = MonthlyCost.smallestBatch(deployments);
        return new Plan(
                load,
                settings,
                Bottleneck.of(new Deployments(load, settings, quotas, 1)),
                best,
                Bottleneck.of(deployments).getFirst(),
                MonthlyCost.of(load, chosen, best.deployments(), smallest),
                smallest,
                MonthlyCost.of(load, chosen, best.deployments(), chosen.batch()).totalOfSource(),
                load.backfill() == 0 ? List.of() : List.of(Backfill.byJob(deployments), Backfill.byQueue(deployments)),
                HighestBill.of(deployments));
    }

    boolean suffices() {
        return given.getFirst().objectsPerSecond() >= load.peakPerSecond();
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("objectsPerSecond", load.objectsPerSecond());
        json.put("peakPerSecond", load.peakPerSecond());
        json.put("suffices", suffices());
        json.put("limits", given);
        Map<String, Object> settingsToChoose = new LinkedHashMap<>();
        recommendation.changed().forEach((setting, value) -> settingsToChoose.put(setting.path(), value));
        json.put("settings", settingsToChoose);
        json.put("deployments", recommendation.deployments());
        json.put("prefixes", recommendation.prefixes());
        json.put(
                "quotaIncreases",
                recommendation.increases().stream()
                        .map(each -> Map.of(
                                "account", each.account(),
                                "quota", each.quota().what(),
                                "code", each.quota().code(),
                                "from", each.from(),
                                "to", each.to()))
                        .toList());
        json.put("firstLimitThen", chosen);
        json.put("dollarsPerMonthA", cost.perTarget());
        json.put("dollarsPerMonthB", cost.source());
        json.put("dollarsPerMonthBWithFullBatches", fullBatches);
        json.put("dollarsPerMonthStorageA", MonthlyCost.storage(load));
        json.put(
                "backfill",
                backfills.stream()
                        .map(each -> Map.of(
                                "way", each.way(),
                                "objectsPerSecond", each.objectsPerSecond(),
                                "seconds",
                                        Optional.of(each.seconds())
                                                .filter(Double::isFinite)
                                                .map(Object.class::cast)
                                                .orElse("never"),
                                "dollarsA", each.target(),
                                "dollarsB", each.source()))
                        .toList());
        json.put("highestDollarsPerMonthA", highest.target());
        json.put("highestDollarsPerMonthB", highest.source());
        json.put("highestDollarsPerMonthBLargeObjects", highest.largeObjects());
        return json;
    }
}
