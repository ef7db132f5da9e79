package org.allowput.infra.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.HashMap;
import java.util.Map;

/** Settings with what is required and some options, as the CDK's context passes them on. */
final class TestSettings {
    static final Map<String, Object> REQUIRED = Map.of(
            "replication",
            Map.of(
                    "target", Map.of("account", "111111111111", "alarms", Map.of("email", "none")),
                    "source", Map.of("account", "222222222222"),
                    "alarms", Map.of("email", "none")));

    private TestSettings() {}

    static Map<String, Object> context(Map<String, ?> options) {
        Map<String, Object> context = new HashMap<>(REQUIRED);
        context.putAll(options);
        return context;
    }

    static Settings read(Map<String, ?> options) {
        return SettingsReader.read(context(options), Map.of()).getFirst();
    }

    /** The error message; empty if there is no error. */
    static String errors(Map<String, ?> options) {
        return errors(options, Map.of());
    }

    static String errors(Map<String, ?> options, Map<String, String> environment) {
        Throwable thrown = catchThrowable(() -> SettingsReader.read(context(options), environment));
        if (thrown == null) {
            return "";
        }
        assertThat(thrown).isInstanceOf(InvalidSettingsException.class);
        return String.valueOf(thrown.getMessage());
    }
}
