package org.allowput.infra.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.allowput.contract.FunctionVariable;
import org.allowput.contract.TargetGrant;
import org.allowput.contract.selection.RequiredTag;
import org.allowput.contract.selection.SizeRange;
import org.allowput.infra.settings.schema.Setting;
import org.allowput.infra.settings.schema.SettingsContext;
import org.allowput.infra.settings.schema.SettingsErrors;
import org.allowput.infra.settings.schema.SettingsSchema;
import org.allowput.infra.settings.section.LambdaSettings;
import org.allowput.infra.settings.section.LargeObjectSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Editors read {@code settings.schema.json}: what it repeats of the code is as the code has it. */
class SettingsSchemaTest {
    @ParameterizedTest
    @MethodSource
    void anExampleOfEachSettingIsAllowed(Setting setting) {
        JsonNode example = setting.schema().at("/examples/0");
        ObjectNode settings =
                (ObjectNode) SettingsContext.deployments(TestSettings.REQUIRED).getFirst();
        SettingsContext.put(settings, setting.path().replace("<name>", "team"), example);
        SettingsErrors errors = new SettingsErrors("replication");

        SettingsSchema.validate(SettingsSchema.complete(settings), errors);

        assertThat(example.isMissingNode()).isFalse();
        assertThat(errors.size()).isZero();
    }

    static Stream<Setting> anExampleOfEachSettingIsAllowed() {
        return SettingsSchema.settings().stream()
                .filter(setting -> !setting.path().contains("[]"));
    }

    @Test
    void numbersAreThoseThatTheFunctionTakes() {
        Map.of(
                        "largeObjects.thresholdMiB", FunctionVariable.LARGE_OBJECTS_THRESHOLD_MIB,
                        "largeObjects.rangeMiB", FunctionVariable.LARGE_OBJECTS_RANGE_MIB)
                .forEach((path, variable) -> assertThat(setting(path).allowed())
                        .isEqualTo(variable.least() + " to " + variable.most() + " MiB"));
        for (String path : List.of("keys.minBytes", "keys.maxBytes")) {
            assertThat(setting(path).allowed()).isEqualTo("0 to " + SizeRange.LARGEST_OBJECT + " bytes");
        }
        assertThat(setting("keys.maxBytes").byDefault()).isEqualTo(Long.toString(SizeRange.LARGEST_OBJECT));
    }

    @Test
    void defaultsAndDescriptionsHaveTheNumbersOfTheCode() {
        String pace = "at " + LargeObjectSettings.PACE + " MiB/s";

        assertThat(setting("largeObjects.rangeMiB").byDefault())
                .isEqualTo(Integer.toString(300 * LargeObjectSettings.PACE));
        assertThat(setting("largeObjects.rangeMiB").description()).contains("300 seconds " + pace);
        assertThat(setting("largeObjects.thresholdMiB").description()).contains(pace);
        assertThat(setting("largeObjects.thresholdMiB").defaultText())
                .startsWith("`" + LargeObjectSettings.defaultThreshold(900) + "`");
        assertThat(setting("function.timeoutSeconds").defaultText())
                .startsWith("`%d`; `%d` if"
                        .formatted(LambdaSettings.defaultTimeout(true), LambdaSettings.defaultTimeout(false)));
        assertThat(setting("queue.batchSize").description())
                .contains("up to " + FunctionVariable.MAX_CONCURRENT_COPIES.most() + " are copied");
    }

    @Test
    void textsAreThoseOfTheTypesThatReadThem() {
        assertThat(setting("source.requiredTag").expected()).isEqualTo(RequiredTag.EXPECTED);
        assertThat(setting("target.grant").expected()).contains(": " + TargetGrant.Field.values().length + " values");
        String role = setting("source.roleName").pattern();
        assertThat(setting("target.roleName").pattern()).isEqualTo(role.replace("64", "51"));
    }

    @Test
    void aPatternHasTheWordsOfASettingWithoutAnchors() {
        assertThat(setting("optIns.replicateDeletes").pattern()).isEqualTo("none|deletions|deletionsAndExpirations");
        assertThat(setting("logs.retentionDays").pattern()).startsWith("1|3|5|7|");
        assertThat(setting("source.account").pattern()).isEqualTo("[0-9]{12}");
        assertThat(setting("alarms.email").pattern()).startsWith("none|[!");
    }

    private static Setting setting(String path) {
        return SettingsSchema.setting(path);
    }
}
