package org.allowput.infra.monitoring;

import static org.allowput.infra.monitoring.Dashboards.graph;

import java.util.List;
import java.util.Optional;
import org.allowput.contract.FunctionMetric;
import org.allowput.infra.large.LargeObjects;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.constructs.Construct;

/** This class creates the dashboard of account B: its alarms, and graphs of what they look at. */
final class SourceDashboard {
    private SourceDashboard() {}

    static void create(
            Stack stack,
            Alarms alarms,
            SourceMetrics metrics,
            Alarm deadLetters,
            Alarm oldestMessage,
            Alarm replicationLag,
            Optional<LargeObjects> largeObjects) {
        Dashboard dashboard = Dashboards.create(new Construct(stack, "Dashboard"), alarms);
        dashboard.addWidgets(
                graph(
                        "Objects",
                        metrics.sum(FunctionMetric.OBJECTS_COPIED),
                        metrics.sum(FunctionMetric.OBJECTS_SKIPPED),
                        metrics.sum(FunctionMetric.OBJECTS_EXISTING)),
                graph("Bytes", metrics.sum(FunctionMetric.BYTES_COPIED)));
        dashboard.addWidgets(
                graph("Lag (ms)", replicationLag, metrics.lag("p50"), metrics.lag("p99"), metrics.lag("p99.99")),
                graph("Failures by cause", metrics.failuresByCause()));
        // Throttled and failed requests have an axis of their own: beside all requests they would be a flat line.
        dashboard.addWidgets(Dashboards.builder(
                        "Requests (left), throttled, failed, receipts not written (right)",
                        metrics.sum(FunctionMetric.REQUESTS))
                .right(List.of(
                        metrics.sum(FunctionMetric.REQUESTS_THROTTLED),
                        metrics.sum(FunctionMetric.REQUESTS_FAILED),
                        metrics.sum(FunctionMetric.RECEIPTS_FAILED)))
                .build());
        dashboard.addWidgets(
                graph(
                        "Messages",
                        deadLetters,
                        metrics.ofQueue("ApproximateNumberOfMessagesVisible", "Maximum"),
                        // Being copied, or waiting for their next delivery.
                        metrics.ofQueue("ApproximateNumberOfMessagesNotVisible", "Maximum"),
                        metrics.deadLetters()),
                graph("Oldest message (s)", oldestMessage, metrics.oldestMessage(), metrics.failedMessageAge()));
        dashboard.addWidgets(
                graph(
                        "Concurrency",
                        metrics.ofAlias("ConcurrentExecutions", "Maximum"),
                        metrics.ofAlias("Throttles", "Sum"),
                        metrics.ofAlias("Errors", "Sum")),
                graph(
                        "Invocations, compute and messages",
                        metrics.ofAlias("Invocations", "Sum"),
                        metrics.computeUsed(),
                        metrics.ofQueue("NumberOfMessagesSent", "Sum")));
        largeObjects.ifPresent(large -> dashboard.addWidgets(
                graph("Bytes of large objects", metrics.sum(FunctionMetric.LARGE_OBJECT_BYTES)),
                graph(
                        "Large objects",
                        metrics.sum(FunctionMetric.WORKFLOWS_STARTED),
                        SourceMetrics.ofWorkflow(large, "ExecutionsStarted"),
                        SourceMetrics.ofWorkflow(large, "ExecutionsSucceeded"),
                        SourceMetrics.ofWorkflow(large, "ExecutionsFailed"),
                        SourceMetrics.ofWorkflow(large, "ExecutionsTimedOut"))));
    }
}
