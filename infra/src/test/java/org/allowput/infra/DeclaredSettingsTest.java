package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.infra.plain.PlainTemplates;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.reading.Setting;
import org.allowput.infra.template.PlainParameter;
import org.junit.jupiter.api.Test;

/** What follows from the declaration of a setting besides its reading and docs/settings.md. */
class DeclaredSettingsTest {
    /** In the stacks with all options; some exclude others. */
    @Test
    void theFunctionsGetEverySettingThatHasAVariable() {
        Set<String> variables = Stream.of(Synthesised.EVERYTHING, Synthesised.ALTERNATIVES)
                .flatMap(options -> Synthesised.of(options).source().get("Resources").properties().stream())
                .map(resource -> resource.getValue().at("/Properties/Environment/Variables"))
                .map(JsonNode::properties)
                .flatMap(Collection::stream)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());

        assertThat(Settings.declarations().stream().map(Setting::variable).flatMap(Optional::stream))
                .hasSizeGreaterThanOrEqualTo(15)
                .isSubsetOf(variables);
    }

    /** A pattern allows no number that the setting refuses, and all of few. */
    @Test
    void aParameterThatIsANumberHasTheDefaultAndTheBoundsOfItsSetting() {
        List<PlainParameter> numbers = Stream.of(PlainTemplates.target(), PlainTemplates.source())
                .flatMap(template -> template.parameters().stream())
                .filter(parameter -> of(parameter).isPresent())
                .toList();

        assertThat(numbers).isNotEmpty().allSatisfy(parameter -> {
            Setting<?> setting = of(parameter).orElseThrow();
            String[] range = setting.type().allowedValues().split(" to | ", 3);
            long most = Long.parseLong(range[1]);
            assertThat(parameter.defaultValue()).map(value -> "`" + value + "`").hasValue(setting.defaultText());
            assertThat(Stream.of(Long.parseLong(range[0]) - 1, most + 1, most * 10)
                            .map(String::valueOf))
                    .noneMatch(number -> number.matches(parameter.pattern()));
            assertThat(range[0]).matches(parameter.pattern());
            assertThat(Long.toString(most < 1_000 ? most : most / 10)).matches(parameter.pattern());
        });
    }

    private static Optional<Setting<?>> of(PlainParameter parameter) {
        return Settings.declarations().stream()
                .filter(setting -> parameter.always().containsKey(setting.path())
                        && setting.type().expected().startsWith("an integer"))
                .findFirst();
    }
}
