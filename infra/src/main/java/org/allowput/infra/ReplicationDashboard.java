package org.allowput.infra;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.services.cloudwatch.AlarmStatusWidget;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.HorizontalAnnotation;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.constructs.Construct;

/** Everything on one page: what goes across, how late, what fails and why, what waits, and what it costs. */
final class ReplicationDashboard extends Construct {
    private static final int HALF = 12;
    private static final int WHOLE = 24;

    ReplicationDashboard(Construct scope, String id, ReplicationMetrics metrics, ReplicationAlarms alarms) {
        super(scope, id);
        Dashboard dashboard = Dashboard.Builder.create(this, "Dashboard").build();
        dashboard.addWidgets(AlarmStatusWidget.Builder.create()
                .title("Alarms")
                .alarms(List.copyOf(alarms.all()))
                .width(WHOLE)
                .height(3)
                .build());
        dashboard.addWidgets(
                graph("Objects", metrics.counted("ObjectsCopied"), metrics.counted("ObjectsSkipped")),
                graph("Bytes", metrics.counted("BytesCopied")));
        dashboard.addWidgets(
                annotated(
                        "Lag (ms)",
                        List.of(metrics.lag("p50"), metrics.lag("p99")),
                        List.of(alarms.limit("ReplicationLag"))),
                annotated("Failures by cause", metrics.failuresByCause(), List.of()));
        List<IWidget> requests = new ArrayList<>(List.of(requests(metrics)));
        if (alarms.has("ReceiptsFailed")) {
            requests.add(annotated(
                    "Receipts not written",
                    List.of(metrics.counted("ReceiptsFailed")),
                    List.of(alarms.limit("ReceiptsFailed"))));
        }
        dashboard.addWidgets(requests.toArray(IWidget[]::new));
        dashboard.addWidgets(
                annotated(
                        "Waiting",
                        List.of(metrics.waiting(), metrics.deadLetters()),
                        List.of(alarms.limit("DeadLetters"))),
                annotated(
                        "Oldest message (s)",
                        List.of(metrics.oldestMessage()),
                        List.of(alarms.limit("OldestMessage"))));
        dashboard.addWidgets(
                graph("Concurrency", metrics.concurrency(), metrics.throttles(), metrics.errors()),
                graph("What costs", metrics.invocations(), metrics.computeUsed(), metrics.messagesSent()));
    }

    /** What went wrong has a scale of its own: it would be a flat line beside all requests. */
    private static GraphWidget requests(ReplicationMetrics metrics) {
        return GraphWidget.Builder.create()
                .title("Requests (left), throttled and failed (right)")
                .left(List.of(metrics.counted("Requests")))
                .right(List.of(metrics.counted("RequestsThrottled"), metrics.counted("RequestsFailed")))
                .width(HALF)
                .build();
    }

    private static GraphWidget graph(String title, IMetric... metrics) {
        return annotated(title, List.of(metrics), List.of());
    }

    private static GraphWidget annotated(String title, List<IMetric> metrics, List<HorizontalAnnotation> limits) {
        return GraphWidget.Builder.create()
                .title(title)
                .left(metrics)
                .leftAnnotations(limits)
                .width(HALF)
                .build();
    }
}
