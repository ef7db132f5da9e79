package org.allowput.ops.plan;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.plan.model.PlannedSetting;

/** The settings of one deployment in a cdk.json. */
record SettingsFile(Path file) {
    /**
     * Those that matter for a plan. The CDK app checks the others.
     *
     * @param name of the deployment; empty for the one without a name
     */
    Map<PlannedSetting, String> read(String name) {
        Map<?, ?> deployment = deployments().stream()
                .filter(each -> name.equals(each.containsKey("name") ? String.valueOf(each.get("name")) : ""))
                .findFirst()
                .orElseThrow(() ->
                        new OperationException(file + " has no deployment " + (name.isEmpty() ? "without a name" : name)
                                + " in context.replication: choose one with --name."));
        Map<PlannedSetting, String> settings = new EnumMap<>(PlannedSetting.class);
        for (PlannedSetting setting : PlannedSetting.values()) {
            Object value = deployment;
            for (String part : setting.path().split("\\.", -1)) {
                value = value instanceof Map<?, ?> map ? map.get(part) : null;
            }
            if (value != null) {
                settings.put(setting, value.toString());
            }
        }
        return settings;
    }

    private List<Map<?, ?>> deployments() {
        try {
            Map<String, Object> json = JSON.std.mapFrom(Files.readString(file));
            Object replication = json.get("context") instanceof Map<?, ?> context ? context.get("replication") : null;
            return switch (replication) {
                case Map<?, ?> one -> List.of(one);
                case List<?> several ->
                    several.stream()
                            .<Map<?, ?>>map(each -> each instanceof Map<?, ?> map ? map : Map.of())
                            .toList();
                case null, default ->
                    throw new OperationException(file + " has no context.replication: expected a cdk.json.");
            };
        } catch (IOException e) {
            throw new OperationException(file + " cannot be read as JSON: " + e.getMessage(), e);
        }
    }
}
