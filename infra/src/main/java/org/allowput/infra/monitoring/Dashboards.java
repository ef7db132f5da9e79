package org.allowput.infra.monitoring;

import java.util.List;
import java.util.Map;
import org.allowput.infra.construct.PackagedFile;
import software.amazon.awscdk.services.cloudwatch.CfnDashboard;
import software.constructs.Construct;
import tools.jackson.databind.json.JsonMapper;

/** CloudWatch dashboards, as {@code dashboards.yaml} declares them. */
final class Dashboards {
    private Dashboards() {}

    /**
     * One dashboard.
     *
     * @param sections whose widgets it has
     * @param values by the names of their references
     */
    static void create(Construct scope, List<String> sections, Map<String, ?> values) {
        List<?> widgets = sections.stream()
                .flatMap(section -> ((List<?>) PackagedFile.yaml("/dashboards.yaml", section, values)).stream())
                .toList();
        CfnDashboard.Builder.create(new Construct(scope, "Dashboard"), "Resource")
                .dashboardBody(JsonMapper.shared().writeValueAsString(Map.of("widgets", widgets)))
                .build();
    }
}
