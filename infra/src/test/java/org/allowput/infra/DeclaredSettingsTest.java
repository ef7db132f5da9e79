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
import org.allowput.contract.FunctionVariable;
import org.allowput.infra.settings.Setting;
import org.allowput.infra.settings.SettingsSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What follows from the schema of a setting besides its reading and docs/settings.md. */
class DeclaredSettingsTest {
    /** Numbers that no setting decides: the functions have them as constants, and other values in tests. */
    private static final Set<FunctionVariable> CONSTANTS = Set.of(
            FunctionVariable.MULTIPART_THRESHOLD_MIB,
            FunctionVariable.MAX_CONCURRENT_PARTS,
            FunctionVariable.EXPECTED_MIB_PER_SECOND,
            FunctionVariable.TIME_RESERVE_SECONDS,
            FunctionVariable.RETRY_DELAY_PERCENT,
            FunctionVariable.PRIMING_LIMIT_SECONDS);

    /** In the stacks with all options; some exclude others. */
    @Test
    void theFunctionsGetEveryVariableThatTheyRead() {
        Set<String> variables = Stream.of(Synthesised.EVERYTHING, Synthesised.ALTERNATIVES)
                .flatMap(options -> Synthesised.of(options).source().get("Resources").properties().stream())
                .map(resource -> resource.getValue().at("/Properties/Environment/Variables"))
                .map(JsonNode::properties)
                .flatMap(Collection::stream)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());

        assertThat(variables)
                .contains("HTTP_PROXY", "AWS_USE_FIPS_ENDPOINT")
                .containsAll(Stream.of(FunctionVariable.values())
                        .filter(variable -> !CONSTANTS.contains(variable))
                        .map(FunctionVariable::name)
                        .toList());
    }

    /**
     * Initialization, which ends with priming, may take 130 s or the function's timeout:
     * https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-java.html
     */
    @ParameterizedTest
    @CsvSource({"30, 100", "140, 110", "299, 269"})
    void primingEndsBeforeTheInitializationOfAFunctionWithAShortTimeoutHasTo(int timeout, String limit) {
        assertThat(primingLimit(Map.of("largeObjects.enabled", "false", "function.timeoutSeconds", timeout)))
                .isEqualTo(limit);
    }

    @Test
    void aFunctionWithATimeoutOfAtLeastFiveMinutesHasTheDefaultLimitOfPriming() {
        assertThat(primingLimit(Map.of("function.timeoutSeconds", 300))).isEmpty();
        assertThat(FunctionVariable.PRIMING_LIMIT_SECONDS.byDefault()).isLessThan(300);
    }

    private static String primingLimit(Map<String, ?> options) {
        return Synthesised.of(options).source().get("Resources").properties().stream()
                .map(resource -> resource.getValue().at("/Properties/Environment/Variables"))
                .filter(variables -> variables.has("JAVA_TOOL_OPTIONS"))
                .filter(variables -> variables.has(FunctionVariable.QUEUE_URL.name()))
                .map(variables -> variables
                        .path(FunctionVariable.PRIMING_LIMIT_SECONDS.name())
                        .asText())
                .findFirst()
                .orElseThrow();
    }

    /** A pattern allows no number that the setting refuses, and all of few. */
    @Test
    void aParameterThatIsANumberHasTheDefaultAndTheBoundsOfItsSetting() {
        List<PublishedTemplate.Parameter> numbers = Stream.of(PublishedTemplate.values())
                .flatMap(template -> template.parameters().stream())
                .filter(parameter -> of(parameter).isPresent())
                .toList();

        assertThat(numbers).isNotEmpty().allSatisfy(parameter -> {
            Setting setting = of(parameter).orElseThrow();
            String[] range = setting.allowed().split(" to | ", 3);
            long most = Long.parseLong(range[1]);
            assertThat(parameter.defaultValue()).hasValue(setting.text("default"));
            assertThat(Stream.of(Long.parseLong(range[0]) - 1, most + 1, most * 10)
                            .map(String::valueOf))
                    .noneMatch(number -> number.matches(parameter.pattern()));
            assertThat(range[0]).matches(parameter.pattern());
            assertThat(Long.toString(most < 1_000 ? most : most / 10)).matches(parameter.pattern());
        });
    }

    private static Optional<Setting> of(PublishedTemplate.Parameter parameter) {
        return SettingsSchema.settings().stream()
                .filter(setting -> parameter.settings().contains(setting.path())
                        && setting.isInteger()
                        && !setting.schema().has("enum"))
                .findFirst();
    }
}
