package org.allowput.infra.settings;

import static org.allowput.infra.settings.TestSettings.errors;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.allowput.contract.FunctionVariable;
import org.allowput.infra.settings.region.Region;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for each of many settings or values; {@link SettingsCasesTest} has what is said of one. */
class SettingsTest {
    @Test
    void theMessageSaysWhatWasDoneAndWhereEachSettingIsDescribed() {
        assertThat(errors(Map.of("queue.batchSize", "0"))).isEqualTo("""
            1 error in the settings. Nothing was built or deployed. Fix the settings and run the command again; \
            docs/settings.md describes each.
              replication.queue.batchSize: seen 0, expected an integer from 1 to 10000 messages\
            """);
        assertThat(errors(Map.of("queue.batchSize", "0", "trigger", "sns"))).startsWith("2 errors in the settings. ");
    }

    /** By a component of a record, by a variable of the function, or, as the grant, by other settings. */
    @Test
    void everySettingIsRead() {
        Set<String> read = new TreeSet<>(Set.of("target.grant", "tags.<name>"));
        addComponents("", Settings.class, read);
        Stream.of(FunctionVariable.values())
                .flatMap(variable -> variable.setting().stream())
                .forEach(read::add);
        read.removeAll(Set.of("tags", "variables"));

        assertThat(SettingsSchema.settings()).extracting(Setting::path).containsExactlyInAnyOrderElementsOf(read);
    }

    private static void addComponents(String prefix, Class<?> type, Set<String> paths) {
        for (RecordComponent component : type.getRecordComponents()) {
            String path = prefix + component.getName();
            Class<?> componentType = component.getType();
            if (component.getGenericType() instanceof ParameterizedType list
                    && list.getActualTypeArguments()[0] instanceof Class<?> item
                    && item.isRecord()) {
                addComponents(path + (path.equals("keys") ? "." : "[]."), item, paths);
            } else if (componentType.isRecord() && componentType != Region.class) {
                addComponents(path + ".", componentType, paths);
            } else {
                paths.add(path);
            }
        }
    }

    @Test
    void aMisspeltSettingIsRefusedInEverySection() {
        assertThat(SettingsSchema.settings())
                .extracting(Setting::path)
                .filteredOn(path -> path.matches("\\w+\\.\\w+(\\..*)?"))
                .extracting(path -> path.replaceFirst("\\..*", ".unknown"))
                .hasSizeGreaterThan(40)
                .allSatisfy(path -> assertThat(errors(Map.of(path, "x")))
                        .contains("replication." + path + ": there is no such setting"));
    }

    @ParameterizedTest
    @MethodSource
    void theLeastAndTheGreatestDocumentedValueAreAccepted(Setting setting) {
        String[] range = setting.allowed().split(" to | ", 3);
        long min = Long.parseLong(range[0]);
        long max = Long.parseLong(range[1]);

        for (long value : List.of(min, max)) {
            assertThat(errors(Map.of(setting.path(), Long.toString(value))))
                    .as("%s=%d", setting.path(), value)
                    .doesNotContain("expected an integer");
        }
        for (long value : List.of(min - 1, max + 1)) {
            assertThat(errors(Map.of(setting.path(), Long.toString(value))))
                    .contains("replication.%s: seen %d, expected an integer from %d to %d"
                            .formatted(setting.path(), value, min, max));
        }
    }

    static Stream<Setting> theLeastAndTheGreatestDocumentedValueAreAccepted() {
        return SettingsSchema.settings().stream()
                .filter(setting -> setting.isInteger()
                        && !setting.schema().has("enum")
                        && !setting.path().contains("[]"));
    }

    @Test
    void aDeploymentHasUpToFiftyTags() {
        Map<String, String> tags =
                IntStream.range(0, 50).boxed().collect(Collectors.toMap(number -> "tag-" + number, number -> "x"));

        assertThat(errors(Map.of("tags", tags))).isEmpty();
        tags.put("one-more", "x");
        assertThat(errors(Map.of("tags", tags))).contains("replication.tags: ", "expected at most 50 tags");
    }

    @Test
    void anExternalIdIsCheckedAndNeverQuoted() {
        for (String bad : List.of("a", "no spaces", "naïve", "semi;colon", "x".repeat(1225))) {
            assertThat(errors(Map.of(), Map.of("EXTERNAL_ID", bad)))
                    .contains("1 error ", "EXTERNAL_ID (environment variable)", "expected 2 to 1224 letters")
                    .doesNotContain("seen " + bad, "\"" + bad + "\"");
        }
        for (String good : List.of("ab", "a_b+c=d,e.f@g:h/i-j", "x".repeat(1224))) {
            assertThat(errors(Map.of(), Map.of("EXTERNAL_ID", good))).isEmpty();
        }
    }
}
