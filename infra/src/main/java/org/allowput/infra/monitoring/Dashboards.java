package org.allowput.infra.monitoring;

import java.util.List;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.AlarmStatusWidget;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.constructs.Construct;

/** This class creates dashboards: they show the state of all alarms, then graphs, two in a row. */
final class Dashboards {
    private Dashboards() {}

    static Dashboard create(Construct scope, Alarms alarms) {
        Dashboard dashboard = Dashboard.Builder.create(scope, "Dashboard").build();
        dashboard.addWidgets(AlarmStatusWidget.Builder.create()
                .title("Alarms")
                .alarms(List.copyOf(alarms.all()))
                .width(24)
                .height(3)
                .build());
        return dashboard;
    }

    static GraphWidget graph(String title, IMetric... metrics) {
        return builder(title, metrics).build();
    }

    /** A graph with the threshold of an alarm of the same metric as a line. */
    static GraphWidget graph(String title, Alarm alarm, IMetric... metrics) {
        return builder(title, metrics)
                .leftAnnotations(List.of(alarm.toAnnotation()))
                .build();
    }

    static GraphWidget.Builder builder(String title, IMetric... metrics) {
        return GraphWidget.Builder.create().title(title).left(List.of(metrics)).width(12);
    }
}
