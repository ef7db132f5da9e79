package org.allowput.ops.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.allowput.contract.FunctionMetric;
import org.allowput.contract.MetricDimensions;
import org.allowput.ops.aws.RecentMetrics;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.plan.model.ObjectSizes;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

/**
 * What a deployment copied in the last seven days.
 *
 * @param objectsPerSecond on average
 * @param peakPerSecond of the busiest hour
 * @param sizes the mean of what the function copied, and the mean of what the workflow copied
 */
public record LiveLoad(double objectsPerSecond, double peakPerSecond, ObjectSizes sizes) {
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final double MIB = 1_048_576;

    /**
     * Asks CloudWatch.
     *
     * @throws OperationException if CloudWatch has no copies of that time
     */
    public static LiveLoad of(CloudWatchClient cloudWatch, MetricDimensions dimensions, Instant now) {
        Function<FunctionMetric, List<Double>> hours =
                metric -> new RecentMetrics(cloudWatch, now).sums(metric, dimensions, WEEK, HOUR);
        List<Double> copied = hours.apply(FunctionMetric.OBJECTS_COPIED);
        double small = total(copied);
        double large = total(hours.apply(FunctionMetric.OBJECTS_HANDED_OVER));
        double all = small + large;
        if (all == 0) {
            throw new OperationException(
                    "CloudWatch has no copies of the last seven days, so that nothing is known of the"
                            + " load: give --rate and --size instead of --live.");
        }
        List<ObjectSizes.Share> shares = new ArrayList<>();
        add(shares, small, all, total(hours.apply(FunctionMetric.BYTES_COPIED)));
        add(shares, large, all, total(hours.apply(FunctionMetric.LARGE_OBJECT_BYTES)));
        double busiest = copied.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        double average = all / WEEK.toSeconds();
        return new LiveLoad(average, Math.max(average, busiest / HOUR.toSeconds()), new ObjectSizes(shares));
    }

    private static void add(List<ObjectSizes.Share> shares, double objects, double all, double bytes) {
        if (objects > 0) {
            double mebibytes = bytes / objects / MIB;
            shares.add(new ObjectSizes.Share(
                    objects / all,
                    mebibytes,
                    mebibytes < 1 ? "%.1f KiB".formatted(1_024 * mebibytes) : "%.1f MiB".formatted(mebibytes)));
        }
    }

    private static double total(List<Double> sums) {
        return sums.stream().mapToDouble(Double::doubleValue).sum();
    }
}
