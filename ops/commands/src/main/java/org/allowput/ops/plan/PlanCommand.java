package org.allowput.ops.plan;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.ProfileClients;
import org.allowput.ops.aws.SourceStackCommand;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.plan.model.ObjectSizes;
import org.allowput.ops.plan.model.PlannedSetting;
import org.allowput.ops.plan.model.PlannedSettings;
import org.allowput.ops.plan.model.Workload;
import org.allowput.ops.plan.price.Quota;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "plan",
        description = "Prints what limits a load and at which rate, the settings and quotas that suffice for it, and"
                + " what it costs each account. Without --live it calls no AWS service.",
        exitCodeList = "1:The load is more than the given settings or the quotas permit.",
        footer = {
            "",
            "Details: docs/scale.md.",
            "Examples:",
            "  bin/plan --rate 10000/day --size 1MiB",
            "  bin/plan --rate 500/s --size 90%%:100KiB,10%%:5MiB --keys kms",
            "  bin/plan --live --profile b",
            "  bin/plan --rate 20/s --size 10KiB --settings cdk.json --backfill 10e9"
        })
public final class PlanCommand extends SourceStackCommand {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--rate",
            paramLabel = "RATE",
            converter = RateConverter.class,
            description = "Objects that are created or overwritten, on average: 200/s, 10000/day. Also per min, h and"
                    + " month.")
    private @Nullable Double rate;

    @Option(
            names = "--peak",
            paramLabel = "RATE",
            converter = RateConverter.class,
            description = "The highest rate that settings and quotas have to suffice for. Default: --rate.")
    private @Nullable Double peak;

    @Option(
            names = "--size",
            paramLabel = "SIZES",
            converter = SizesConverter.class,
            description = "Their size: 10KiB, or 90%%:10KiB,10%%:5MiB.")
    private @Nullable ObjectSizes sizes;

    @Option(
            names = "--prefixes",
            paramLabel = "N",
            defaultValue = "1",
            description = "Prefixes over which the keys are spread evenly. Default: ${DEFAULT-VALUE}.")
    private long prefixes;

    @Option(
            names = "--keys",
            paramLabel = "KEYS",
            defaultValue = "sse-s3",
            description = "How both buckets encrypt: sse-s3, kms or kms-bucket-key. Default: ${DEFAULT-VALUE}.")
    private String keys = "";

    @Option(
            names = "--targets",
            paramLabel = "N",
            defaultValue = "1",
            description = "Target buckets, with a deployment for each. Default: ${DEFAULT-VALUE}.")
    private int targets;

    @Option(
            names = "--backfill",
            paramLabel = "N",
            defaultValue = "0",
            description = "Objects that exist already and are to be copied once, such as 10e9.")
    private BigDecimal backfill = BigDecimal.ZERO;

    @Option(
            names = "--settings",
            paramLabel = "FILE",
            description = "A cdk.json with settings. Default: all defaults, in us-east-1.")
    private @Nullable Path file;

    @Option(names = "-c", paramLabel = "PATH=VALUE", description = "A setting, as for cdk deploy. May be repeated.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    @Option(
            names = "--live",
            description =
                    "Takes rate, peak and size from the deployment's metrics of the last seven days, its settings,"
                            + " and quotas that AWS granted to account B. What is given by options goes first.")
    private boolean live;

    @Override
    public Integer call() {
        return live ? super.call() : print(Optional.empty(), Map.of(), Map.of());
    }

    @Override
    protected int run(DeployedStack deployed) {
        return print(
                rate != null && sizes != null
                        ? Optional.empty()
                        : Optional.of(LiveLoad.of(
                                deployed.clients().cloudWatch(),
                                deployed.outputs().metricDimensions(),
                                Instant.now())),
                LiveSettings.of(deployed),
                deployed.clients() instanceof ProfileClients own
                        ? new LiveQuotas(own, output.errorWriter()).applied()
                        : Map.of());
    }

    private int print(Optional<LiveLoad> load, Map<PlannedSetting, String> deployed, Map<Quota, Double> applied) {
        Plan plan = Plan.of(workload(load), settings(deployed), applied);
        output.print(plan.json(), new PlanText(plan).toString());
        return (plan.suffices() ? ExitStatus.OK : ExitStatus.FINDINGS).code();
    }

    private Workload workload(Optional<LiveLoad> load) {
        Double average = rate == null ? load.map(LiveLoad::objectsPerSecond).orElse(null) : rate;
        ObjectSizes size = sizes == null ? load.map(LiveLoad::sizes).orElse(null) : sizes;
        if (average == null || size == null) {
            throw wrong("--rate and --size are required, or --live");
        }
        double busiest = peak != null
                ? peak
                : rate == null ? load.map(LiveLoad::peakPerSecond).orElse(average) : average;
        if (busiest < average) {
            throw wrong("--peak is less than --rate");
        }
        if (prefixes < 1 || targets < 1 || backfill.signum() < 0) {
            throw wrong("--prefixes and --targets are 1 at least, --backfill is 0 at least");
        }
        return new Workload(average, busiest, size, prefixes, keys(), targets, backfill.doubleValue());
    }

    private Workload.Keys keys() {
        return switch (keys) {
            case "sse-s3" -> Workload.Keys.SSE_S3;
            case "kms" -> Workload.Keys.KMS;
            case "kms-bucket-key" -> Workload.Keys.KMS_BUCKET_KEY;
            default -> throw wrong("seen '" + keys + "' for --keys, expected sse-s3, kms or kms-bucket-key");
        };
    }

    private PlannedSettings settings(Map<PlannedSetting, String> deployed) {
        Map<PlannedSetting, String> given = new EnumMap<>(PlannedSetting.class);
        stack.region().ifPresent(region -> {
            given.put(PlannedSetting.SOURCE_REGION, region);
            given.put(PlannedSetting.TARGET_REGION, region);
        });
        given.putAll(deployed);
        if (file != null) {
            given.putAll(new SettingsFile(file).read(stack.deployment()));
        }
        overrides.forEach((path, value) -> given.put(
                PlannedSetting.at(path)
                        .orElseThrow(() -> wrong("seen -c " + path + ", expected one of the settings that change a"
                                + " plan: " + String.join(", ", PlannedSetting.paths()))),
                value));
        try {
            return new PlannedSettings(given);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
