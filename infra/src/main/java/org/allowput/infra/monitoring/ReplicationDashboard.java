package org.allowput.infra.monitoring;

import java.util.List;
import java.util.Optional;
import org.allowput.contract.FunctionMetric;
import org.allowput.infra.function.ReplicationMetrics;
import org.allowput.infra.large.LargeObjects;
import software.amazon.awscdk.services.cloudwatch.AlarmStatusWidget;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.HorizontalAnnotation;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.constructs.Construct;

/** Objects, lag, failures by cause, requests, queues, concurrency and the figures that determine the cost. */
public final class ReplicationDashboard extends Construct {
    private static final int HALF = 12;
    private static final int WHOLE = 24;

    public ReplicationDashboard(
            Construct scope,
            String id,
            ReplicationMetrics metrics,
            ReplicationAlarms alarms,
            Optional<LargeObjects> largeObjects) {
        super(scope, id);
        Dashboard dashboard = Dashboard.Builder.create(this, "Dashboard").build();
        dashboard.addWidgets(status(alarms));
        dashboard.addWidgets(
                graph(
                        "Objects",
                        metrics.counted(FunctionMetric.OBJECTS_COPIED),
                        metrics.counted(FunctionMetric.OBJECTS_SKIPPED),
                        metrics.counted(FunctionMetric.OBJECTS_EXISTING)),
                graph("Bytes", metrics.counted(FunctionMetric.BYTES_COPIED)));
        dashboard.addWidgets(
                graphWithLimits(
                        "Lag (ms)",
                        List.of(metrics.lag("p50"), metrics.lag("p99"), metrics.lag("p99.99")),
                        List.of(alarms.threshold("ReplicationLag"))),
                graphWithLimits("Failures by cause", metrics.failuresByCause(), List.of()));
        dashboard.addWidgets(requests(metrics));
        dashboard.addWidgets(
                graphWithLimits(
                        "Messages",
                        List.of(metrics.waiting(), metrics.inFlight(), metrics.deadLetters()),
                        List.of(alarms.threshold("DeadLetters"))),
                graphWithLimits(
                        "Oldest message (s)",
                        List.of(metrics.oldestMessage(), metrics.failedMessageAge()),
                        List.of(alarms.threshold("OldestMessage"))));
        dashboard.addWidgets(
                graph("Concurrency", metrics.concurrency(), metrics.throttles(), metrics.errors()),
                graph(
                        "Invocations, compute and messages",
                        metrics.invocations(),
                        metrics.computeUsed(),
                        metrics.messagesSent()));
        largeObjects.ifPresent(large -> dashboard.addWidgets(of(large, metrics)));
    }

    private static IWidget[] of(LargeObjects largeObjects, ReplicationMetrics metrics) {
        return new IWidget[] {
            graph("Bytes of large objects", metrics.counted(FunctionMetric.LARGE_OBJECT_BYTES)),
            graph(
                    "Large objects",
                    metrics.counted(FunctionMetric.OBJECTS_HANDED_OVER),
                    largeObjects.metric("ExecutionsStarted"),
                    largeObjects.metric("ExecutionsSucceeded"),
                    largeObjects.metric("ExecutionsFailed"),
                    largeObjects.metric("ExecutionsTimedOut"))
        };
    }

    /** Throttled and failed requests have an axis of their own: beside all requests they would be a flat line. */
    private static GraphWidget requests(ReplicationMetrics metrics) {
        return GraphWidget.Builder.create()
                .title("Requests (left), throttled, failed, receipts not written (right)")
                .left(List.of(metrics.counted(FunctionMetric.REQUESTS)))
                .right(List.of(
                        metrics.counted(FunctionMetric.REQUESTS_THROTTLED),
                        metrics.counted(FunctionMetric.REQUESTS_FAILED),
                        metrics.counted(FunctionMetric.RECEIPTS_FAILED)))
                .width(HALF)
                .build();
    }

    static AlarmStatusWidget status(ReplicationAlarms alarms) {
        return AlarmStatusWidget.Builder.create()
                .title("Alarms")
                .alarms(List.copyOf(alarms.all()))
                .width(WHOLE)
                .height(3)
                .build();
    }

    private static GraphWidget graph(String title, IMetric... metrics) {
        return graphWithLimits(title, List.of(metrics), List.of());
    }

    static GraphWidget graphWithLimits(String title, List<IMetric> metrics, List<HorizontalAnnotation> limits) {
        return GraphWidget.Builder.create()
                .title(title)
                .left(metrics)
                .leftAnnotations(limits)
                .width(HALF)
                .build();
    }
}
