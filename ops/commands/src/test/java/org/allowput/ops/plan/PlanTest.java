package org.allowput.ops.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.allowput.ops.plan.model.Backfill;
import org.allowput.ops.plan.model.Bottleneck;
import org.allowput.ops.plan.model.MonthlyCost;
import org.allowput.ops.plan.model.ObjectSizes;
import org.allowput.ops.plan.model.PlannedSetting;
import org.allowput.ops.plan.model.PlannedSettings;
import org.allowput.ops.plan.model.Recommendation.QuotaIncrease;
import org.allowput.ops.plan.model.Workload;
import org.allowput.ops.plan.model.Workload.Keys;
import org.allowput.ops.plan.price.Quota;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every expected number is worked out by hand, as the comment beside it says. */
class PlanTest {
    private static final Offset<Double> CENT = within(0.005);

    @Test
    void theQueueLimitsSmallObjectsFirstByDefault() {
        Plan plan = plan(500, "10KiB", Map.of());

        // Ten of 10 KiB take 118 ms, and 100 KiB at 50 MiB/s 1.953 ms: 20 × 10 / 0.119953.
        assertLimit(plan, "queue.functionConcurrency 20, batches of 10", 1_667.3);
        // A GET and a HEAD of each.
        assertLimit(plan, "S3: GET and HEAD per second and prefix", 2_750);
        assertLimit(plan, "S3: PUT per second and prefix", 3_500);
        // 1,000 × 10 / 0.119953.
        assertLimit(plan, "Lambda: invocations at a time", 83_365.9);
        // 120,000 / 0.119953.
        assertLimit(plan, "SQS: messages in flight of a standard queue", 1_000_391);
        assertThat(plan.given())
                .hasSize(5)
                .isSortedAccordingTo((one, other) -> Double.compare(one.objectsPerSecond(), other.objectsPerSecond()));
        assertThat(plan.suffices()).isTrue();
    }

    @Test
    void aFunctionThatIsFasterThanATenthOfASecondIsLimitedByItsRequests() {
        // One of 1 KiB takes 98 ms, but an environment takes 10 requests per second.
        Plan plan = plan(1, "1KiB", Map.of(PlannedSetting.BATCH_SIZE, "1"));

        assertLimit(plan, "queue.functionConcurrency 20, batches of 1", 200);
    }

    @Test
    void optionsHaveLimitsOfTheirOwn() {
        Plan plan = Plan.of(
                new Workload(1, 1, ObjectSizes.parse("10KiB"), 4, Keys.KMS, 2, 0),
                new PlannedSettings(Map.of(
                        PlannedSetting.TRIGGER, "eventbridge",
                        PlannedSetting.SOURCE_REGION, "eu-central-1",
                        PlannedSetting.TARGET_REGION, "eu-west-3",
                        PlannedSetting.REPLICATE_TAGS, "true",
                        PlannedSetting.NARROW_SESSIONS, "true",
                        PlannedSetting.RECEIPTS, "true",
                        PlannedSetting.SCHEDULE, "rate(1 day)")),
                Map.of(Quota.CONCURRENT_EXECUTIONS, 100.0));

        // 4,500 in eu-central-1, for two rules.
        assertLimit(plan, "EventBridge: invocations per second", 2_250);
        // 20,000 there, for two targets; 10,000 in eu-west-3.
        assertThat(plan.given())
                .filteredOn(each -> each.what().equals("KMS: symmetric requests per second"))
                .allSatisfy(each -> assertThat(each.objectsPerSecond()).isEqualTo(10_000));
        // Four prefixes; GET, tags, tags again and HEAD, by two deployments.
        assertLimit(plan, "S3: GET and HEAD per second and prefix", 4 * 5_500 / 8.0);
        // Batches of ten, by two deployments.
        assertLimit(plan, "STS: requests per second", 3_000);
        // 16 prefixes of receipts, one receipt for ten objects.
        assertLimit(plan, "receipts: S3: PUT per second and prefix", 560_000);
        // One million invocations in 90 days.
        assertLimit(plan, "reconcile.schedule: receipts of 90 days in 15 minutes", 0.1286);
        // 100 × 10 / (2 × 0.119953).
        assertLimit(plan, "Lambda: invocations at a time", 4_168.3);
        assertThat(plan.recommendation().changed())
                // 1,000,000 / 86,400.
                .containsEntry(PlannedSetting.RECEIPTS_KEPT, "11");
    }

    @Test
    void withARequiredTagAnObjectIsTwoEvents() {
        Map<PlannedSetting, String> tag = Map.of(PlannedSetting.REQUIRED_TAG, "Scan=clean");
        Plan plan = plan(1, "10KiB", tag);

        // Half of what the same settings copy without the tag: 20 × 10 / 0.119953.
        assertLimit(plan, "queue.functionConcurrency 20, batches of 10", 1_667.3 / 2);
        // GET, tags, tags again, HEAD; and before, when it waited, GET and tags.
        assertLimit(plan, "S3: GET and HEAD per second and prefix", 5_500 / 6.0);
    }

    @Test
    void bothEventsOfAnObjectAreRecommendedFor() {
        Plan plan = plan(
                2_000,
                "1KiB",
                Map.of(
                        PlannedSetting.REQUIRED_TAG, "Scan=clean",
                        PlannedSetting.TRIGGER, "eventbridge",
                        PlannedSetting.SOURCE_REGION, "eu-central-1",
                        PlannedSetting.TARGET_REGION, "eu-central-1"));
        // 2,000 × 2 events at 70 percent are more than 4,500: with one event they were 2,858.
        assertThat(plan.recommendation().changed()).containsEntry(PlannedSetting.TRIGGER, "sqs");

        Plan compared = plan(
                0.5,
                "1KiB",
                Map.of(
                        PlannedSetting.REQUIRED_TAG, "Scan=clean",
                        PlannedSetting.RECEIPTS, "true",
                        PlannedSetting.SCHEDULE, "rate(1 day)"));
        // 1,000,000 / 86,400 / 0.5 / 2.
        assertThat(compared.recommendation().changed()).containsEntry(PlannedSetting.RECEIPTS_KEPT, "11");
    }

    @Test
    void deliveredReceiptsArePutsAndSessionsToo() {
        Plan plan = plan(
                100,
                "10KiB",
                Map.of(PlannedSetting.DELIVER_RECEIPTS, "_deliveries/", PlannedSetting.NARROW_SESSIONS, "true"));

        // 16 prefixes, one object of receipts for ten copies.
        assertLimit(plan, "delivered receipts: S3: PUT per second and prefix", 560_000);
        // Batches of ten, with a second session for the receipts.
        assertLimit(plan, "STS: requests per second", 3_000);
        // 259,200,000 objects, and for each batch one more.
        double batch = plan.smallestBatch();
        assertThat(plan.cost().perTarget().get("S3 requests")).isCloseTo(1_296 * (1 + 1 / batch), CENT);
    }

    @Test
    void theQuotaOfEventBridgeIsIncreasedForBothEvents() {
        Plan plan = Plan.of(
                new Workload(2_000, 2_000, ObjectSizes.parse("1KiB"), 10, Keys.SSE_S3, 2, 0),
                new PlannedSettings(Map.of(
                        PlannedSetting.REQUIRED_TAG, "Scan=clean",
                        PlannedSetting.TRIGGER, "eventbridge",
                        PlannedSetting.SOURCE_REGION, "eu-central-1",
                        PlannedSetting.TARGET_REGION, "eu-central-1")),
                Map.of());

        // 2,000 × 2 targets × 2 events at 70 percent are 11,429.
        assertThat(plan.recommendation().increases())
                .contains(new QuotaIncrease("B", Quota.EVENTBRIDGE_INVOCATIONS, 4_500, 12_000));
    }

    @Test
    void largeObjectsTakeExecutionsAndInvocations() {
        // A hundredth of them, of 100 GiB: 3,200 parts of 32 MiB, 7 ranges of 15 GiB, 2,048 s at 50 MiB/s.
        Plan plan = plan(1, "99%:1MiB,1%:100GiB", Map.of());

        // 300 in us-east-1.
        assertLimit(plan, "Step Functions: executions started per second", 30_000);
        // 2 × 7 + 6 of each.
        assertLimit(plan, "Step Functions: state transitions per second", 25_000);
        // A batch of ten takes 118 ms and 9.9 MiB at 50 MiB/s; 20.48 s more for one object of the mean.
        assertLimit(plan, "Lambda: invocations at a time", 1_000 / (0.0316 + 20.48));
        // 0.99 and 0.01 × 3,202.
        assertLimit(plan, "S3: PUT per second and prefix", 3_500 / (0.99 + 32.02));
        assertThat(plan.cost().perTarget().get("S3 requests")).isCloseTo(2_592_000 * 33.01 * 5e-6, CENT);
        assertThat(plan.cost().source().get("Step Functions")).isCloseTo(25_920 * 20 * 25e-6, CENT);
        // Each: 0.2 per million; 98 ms and 0.99 MiB alone, 2,048 s for a hundredth; 1,769 MiB.
        double seconds = 2_592_000 * (0.098 + 0.0198 + 20.48);
        assertThat(plan.cost().source().get("Lambda")).isCloseTo(0.5184 + seconds * 1_769 / 1_024 * 0.0000133334, CENT);
    }

    /** Its 10,000 parts of 5,118 MiB fit two times into what 300 s suffice for: 5,000 ranges. */
    @Test
    void theLargestObjectHasRangesOfWholeParts() {
        Plan plan = plan(1 / 2_592_000.0, "48.8TiB", Map.of());

        assertThat(plan.cost().source().get("Step Functions")).isCloseTo(10_006 * 25e-6, CENT);
        assertThat(plan.cost().perTarget().get("S3 requests")).isCloseTo(10_002 * 5e-6, CENT);
        // 51,170,509 MiB at 50 MiB/s, and the invocation that hands it over.
        assertThat(plan.cost().source().get("Lambda")).isCloseTo(23.57, CENT);
    }

    @Test
    void aMonthCostsWhatItsRequestsCost() {
        // 259,200,000 objects, each alone: 98 ms and 100 KiB, 1.953125 ms.
        MonthlyCost cost = Plan.of(
                        new Workload(100, 100, ObjectSizes.parse("100KiB"), 1, Keys.KMS, 1, 0),
                        new PlannedSettings(Map.of(
                                PlannedSetting.TARGET_REGION, "eu-west-1",
                                PlannedSetting.ARCHITECTURE, "x86_64",
                                PlannedSetting.MEMORY, "1024",
                                PlannedSetting.RECEIPTS, "true")),
                        Map.of())
                .cost();

        assertThat(cost.perTarget().get("S3 requests")).isCloseTo(1_296.00, CENT);
        assertThat(cost.perTarget().get("KMS")).isCloseTo(777.60 + 1, CENT);
        // A GET and a HEAD, 207.36; a receipt each.
        assertThat(cost.source().get("S3 requests")).isCloseTo(207.36 + 1_296.00, CENT);
        // 51.84 for invocations; 25,907,850 GB-seconds.
        assertThat(cost.source().get("Lambda")).isCloseTo(51.84 + 25_907_850 * 0.0000166667, CENT);
        // Three requests for each message; five pollers that ask every 20 s.
        assertThat(cost.source().get("SQS")).isCloseTo(311.04 + 0.2592, CENT);
        // 1,700 bytes of log each; 12 alarms, a dashboard, 22 metrics.
        assertThat(cost.source().get("CloudWatch")).isCloseTo(220.32 + 1.20 + 3 + 6.60, CENT);
        // 26,542 GB.
        assertThat(cost.source().get("transfer between Regions")).isCloseTo(26_542.08 * 0.02, CENT);
    }

    @Test
    void moreInvocationsAreRecommendedThenLargerBatchesThenSeveralDeployments() {
        // 5,000 / 0.7 × 0.119953 / 10.
        assertThat(plan(5_000, "10KiB", Map.of()).recommendation().changed())
                .containsEntry(PlannedSetting.FUNCTION_CONCURRENCY, "86")
                .doesNotContainKey(PlannedSetting.BATCH_SIZE);

        // By tens, 60,000 would take 1,029. A hundred take 230 ms and 19.53 ms: 85,715 × 0.24953 / 100.
        Plan large = plan(60_000, "10KiB", Map.of());
        assertThat(large.recommendation().changed())
                .containsEntry(PlannedSetting.BATCH_SIZE, "100")
                .containsEntry(PlannedSetting.CONCURRENT_COPIES, "100")
                .containsEntry(PlannedSetting.FUNCTION_CONCURRENCY, "214");
        assertThat(large.recommendation().deployments()).isEqualTo(1);
        assertThat(large.recommendation().increases()).isEmpty();

        // 142,858 per second for 1.24953 s are 178,505 in flight, of 120,000.
        Plan huge = plan(100_000, "10KiB", Map.of());
        assertThat(huge.recommendation().deployments()).isEqualTo(2);
        // 285,716 GET and HEAD per second, 5,500 for each.
        assertThat(huge.recommendation().prefixes()).isEqualTo(52);
        assertThat(huge.suffices()).isFalse();
        assertThat(huge.chosen().objectsPerSecond()).isBetween(142_857.0, 143_001.0);
    }

    @Test
    void settingsSufficeForThePeakAndTheMonthCostsTheAverage() {
        Plan plan = Plan.of(
                new Workload(100, 5_000, ObjectSizes.parse("10KiB"), 1, Keys.SSE_S3, 1, 0),
                new PlannedSettings(Map.of()),
                Map.of());

        assertThat(plan.suffices()).isFalse();
        assertThat(plan.recommendation().changed())
                .containsEntry(PlannedSetting.FUNCTION_CONCURRENCY, "86")
                .containsEntry(PlannedSetting.OBJECTS_PER_DAY, "17280000");
        assertThat(plan.cost().perTarget().get("S3 requests")).isCloseTo(1_296.00, CENT);
    }

    @Test
    void quotasToIncreaseAreThoseThatTheRecommendedSettingsExceed() {
        Plan plan = Plan.of(
                new Workload(8_000, 8_000, ObjectSizes.parse("1KiB"), 100, Keys.KMS, 2, 0),
                new PlannedSettings(Map.of(
                        PlannedSetting.SOURCE_REGION, "eu-west-3",
                        PlannedSetting.TARGET_REGION, "eu-west-3")),
                Map.of(Quota.CONCURRENT_EXECUTIONS, 150.0));

        assertThat(plan.recommendation().changed()).containsEntry(PlannedSetting.TRIGGER, "eventbridge");
        assertThat(plan.recommendation().increases())
                .extracting(QuotaIncrease::account, QuotaIncrease::quota, QuotaIncrease::from, QuotaIncrease::to)
                .containsExactly(
                        // 8,000 / 0.7 × 0.1182 / 10 are 136, for each of two targets.
                        tuple("B", Quota.CONCURRENT_EXECUTIONS, 150.0, 280.0),
                        // 8,000 / 0.7 × 2 are 22,858.
                        tuple("B", Quota.EVENTBRIDGE_INVOCATIONS, 1_100.0, 23_000.0),
                        tuple("B", Quota.KMS_REQUESTS, 10_000.0, 23_000.0),
                        tuple("A", Quota.KMS_REQUESTS, 10_000.0, 12_000.0));
        assertThat(plan.chosen().objectsPerSecond()).isGreaterThan(8_000 / 0.71);
    }

    @Test
    void oneTargetThatNeedsMoreThanEventBridgeOrTheFunctionPermitsGetsAQueueAlone() {
        assertThat(plan(15_000, "1KiB", Map.of(PlannedSetting.TRIGGER, "eventbridge"))
                        .recommendation()
                        .changed())
                .containsEntry(PlannedSetting.TRIGGER, "sqs");
        // 1,000 environments with 10 requests each.
        assertThat(plan(7_100, "1KiB", Map.of(PlannedSetting.TRIGGER, "s3"))
                        .recommendation()
                        .changed())
                .containsEntry(PlannedSetting.TRIGGER, "sqs");
        assertThat(plan(6_900, "1KiB", Map.of(PlannedSetting.TRIGGER, "s3"))
                        .recommendation()
                        .changed())
                .doesNotContainKey(PlannedSetting.TRIGGER);
    }

    @Test
    void aBackfillTakesWhatTheLoadLeaves() {
        Plan plan = Plan.of(
                new Workload(100, 100, ObjectSizes.parse("10KiB"), 10, Keys.SSE_S3, 1, 1_000_000),
                new PlannedSettings(Map.of()),
                Map.of());
        Backfill job = plan.backfills().getFirst();
        Backfill queue = plan.backfills().getLast();

        // 100 × 0.119953 / 10 of 1,000 environments are taken; the others take 10 requests per second.
        assertThat(job.objectsPerSecond()).isCloseTo(9_988.0, within(0.1));
        assertThat(job.seconds()).isCloseTo(100.12, within(0.01));
        assertThat(job.target()).isCloseTo(5.00, CENT);
        // Reads 0.80, invocations 0.20, log 0.85, job 0.25, objects 1.00 and 0.015; 98.195 ms each.
        assertThat(job.source())
                .isCloseTo(0.80 + 0.20 + 0.85 + 0.25 + 1.015 + 98_195.3 * 1_769 / 1_024 * 0.0000133334, CENT);
        // 20 × 10 / 0.119953, without the load.
        assertThat(queue.objectsPerSecond()).isCloseTo(1_567.3, within(0.1));
        // LIST 0.005, reads 0.80, messages 0.48, invocations 0.02, log 0.31; 119.953 ms for ten.
        assertThat(queue.source())
                .isCloseTo(0.005 + 0.80 + 0.48 + 0.02 + 0.31 + 11_995.3 * 1_769 / 1_024 * 0.0000133334, CENT);
    }

    @Test
    void theHighestBillIsThatOfEveryInvocationAllTheTime() {
        Plan plan = plan(0.1, "10KiB", Map.of(PlannedSetting.LARGE_RESERVED_CONCURRENCY, "16"));

        // 1,667.3 per second for 30 days.
        assertThat(plan.highest().objects()).isCloseTo(4_321.7e6, within(1e5));
        assertThat(plan.highest().target()).isCloseTo(plan.highest().objects() * 5e-6, CENT);
        // 16 × 2,592,000 s × 1,769 MiB.
        assertThat(plan.highest().largeObjects()).isCloseTo(955.26, within(0.01));
    }

    @ParameterizedTest
    @CsvSource({
        "10KiB, 0.009765625",
        "1TiB, 1048576",
        "'50%:1MiB,50%:3MiB', 2",
        "'99.5%:0B,0.5%:200MiB', 1",
    })
    void sizesHaveAMean(String text, double mebibytes) {
        assertThat(ObjectSizes.parse(text).mebibytes()).isCloseTo(mebibytes, within(1e-9));
    }

    private static Plan plan(double rate, String size, Map<PlannedSetting, String> settings) {
        return Plan.of(
                new Workload(rate, rate, ObjectSizes.parse(size), 1, Keys.SSE_S3, 1, 0),
                new PlannedSettings(settings),
                Map.of());
    }

    private static void assertLimit(Plan plan, String what, double objectsPerSecond) {
        assertThat(plan.given())
                .filteredOn(each -> each.what().equals(what))
                .singleElement()
                .extracting(Bottleneck::objectsPerSecond)
                .satisfies(
                        each -> assertThat((double) each).isCloseTo(objectsPerSecond, within(objectsPerSecond * 1e-3)));
    }
}
