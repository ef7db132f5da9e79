package org.allowput.infra.settings;

import static org.allowput.infra.settings.SettingsSchema.setting;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.allowput.contract.FunctionVariable;
import org.allowput.contract.TargetGrant;
import org.allowput.contract.selection.RequiredTag;
import org.allowput.contract.selection.SizeRange;
import org.allowput.infra.settings.function.LargeObjectSettings;
import org.junit.jupiter.api.Test;

/** Editors read {@code settings.schema.json}: what it repeats of the code is as the code has it. */
class SettingsSchemaTest {
    /** All but the grant, which states others. */
    @Test
    void theExamplesTogetherCanBeDeployed() {
        Map<String, Object> examples = new HashMap<>();
        SettingsSchema.settings()
                .forEach(setting -> examples.put(
                        setting.path().replace("<name>", "team"),
                        setting.schema().required("examples").get(0)));
        examples.keySet().removeIf(path -> path.contains("[]"));
        Object grant = examples.remove("target.grant");

        assertThat(TestSettings.errors(examples)).isEmpty();
        assertThat(TestSettings.errors(Map.of("target.grant", Objects.requireNonNull(grant))))
                .isEmpty();
    }

    @Test
    void numbersAreThoseThatTheFunctionTakes() {
        FunctionVariable threshold = FunctionVariable.LARGE_OBJECTS_THRESHOLD_MIB;
        assertThat(setting("largeObjects.thresholdMiB").allowed())
                .isEqualTo(threshold.least() + " to " + threshold.most() + " MiB");
        // At most half of what one invocation copies.
        int half = LargeObjectSettings.PACE * 900 / 2;
        assertThat(setting("largeObjects.rangeMiB").allowed())
                .isEqualTo(FunctionVariable.LARGE_OBJECTS_RANGE_MIB.least() + " to " + half + " MiB");
        for (String path : List.of("keys.minBytes", "keys.maxBytes")) {
            assertThat(setting(path).allowed()).isEqualTo("0 to " + SizeRange.LARGEST_OBJECT + " bytes");
        }
        assertThat(setting("keys.maxBytes").text("default")).isEqualTo(Long.toString(SizeRange.LARGEST_OBJECT));
    }

    @Test
    void defaultsAndDescriptionsHaveTheNumbersOfTheCode() {
        String pace = "at " + LargeObjectSettings.PACE + " MiB/s";
        Settings large = TestSettings.read(Map.of());
        Settings small = TestSettings.read(Map.of("largeObjects.enabled", "false"));

        assertThat(setting("largeObjects.rangeMiB").text("default"))
                .isEqualTo(Integer.toString(300 * LargeObjectSettings.PACE));
        assertThat(setting("largeObjects.rangeMiB").text("description")).contains("300 seconds " + pace);
        assertThat(setting("largeObjects.thresholdMiB").text("description")).contains(pace);
        assertThat(setting("largeObjects.thresholdMiB").text("defaultText"))
                .startsWith("`" + large.largeObjects().thresholdMiB() + "`");
        assertThat(setting("function.timeoutSeconds").text("defaultText"))
                .startsWith("`%d`; `%d` if"
                        .formatted(
                                large.function().timeoutSeconds(),
                                small.function().timeoutSeconds()));
        assertThat(setting("queue.batchSize").text("description"))
                .contains("up to " + FunctionVariable.MAX_CONCURRENT_COPIES.most() + " are copied");
    }

    @Test
    void textsAreThoseOfTheTypesThatReadThem() {
        assertThat(setting("source.requiredTag").expected()).isEqualTo(RequiredTag.EXPECTED);
        assertThat(setting("target.grant").expected()).contains(": " + TargetGrant.Field.values().length + " values");
        String role = setting("source.roleName").pattern();
        assertThat(setting("target.roleName").pattern()).isEqualTo(role.replace("50", "51"));
    }

    @Test
    void aPatternHasTheWordsOfASettingWithoutAnchors() {
        assertThat(setting("optIns.replicateDeletes").pattern()).isEqualTo("none|deletions|deletionsAndExpirations");
        assertThat(setting("logs.retentionDays").pattern()).startsWith("1|3|5|7|");
        assertThat(setting("source.account").pattern()).isEqualTo("[0-9]{12}");
        assertThat(setting("alarms.email").pattern()).startsWith("none|[!").endsWith("{1,63}");
    }
}
