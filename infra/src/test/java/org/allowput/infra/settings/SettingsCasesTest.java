package org.allowput.infra.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.infra.Release;
import org.allowput.infra.settings.function.LargeObjectSettings;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What settings are read as, or why they are refused, as it was last reviewed. {@code settings/cases.txt} explains
 * itself; {@code mvn -pl infra -am test -Dtest=SettingsCasesTest -Dsnapshots=update} writes what is below the settings.
 */
class SettingsCasesTest {
    private static final Path FILE = Path.of("src", "test", "resources", "settings", "cases.txt");
    private static final boolean UPDATE = "update".equals(System.getProperty("snapshots"));
    private static final Pattern REPEATED = Pattern.compile("<(.)\\*(\\d+)>");
    private static final Pattern RUN = Pattern.compile("(.)\\1{29,}");
    private static final Pattern ENVIRONMENT = Pattern.compile("[A-Z0-9_]+");
    private static final Map<String, String> DEFAULTS = values(TestSettings.read(Map.of()));

    @BeforeAll
    static void update() throws IOException {
        if (UPDATE) {
            Files.writeString(FILE, sections().map(SettingsCasesTest::answered).collect(Collectors.joining()));
        }
    }

    @ParameterizedTest
    @MethodSource("sections")
    void settingsAreReadOrRefusedAsReviewed(String section) {
        assertThat(answered(section)).isEqualTo(section);
    }

    static Stream<String> sections() throws IOException {
        return Stream.of(Files.readString(FILE).split("(?m)^(?=== )"));
    }

    private static String answered(String section) {
        return section.lines()
                .filter(line -> !line.startsWith("  "))
                .map(line -> line.startsWith("{") ? line + "\n" + String.join("\n", answer(line)) : line)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static List<String> answer(String input) {
        Map<String, Object> options = JsonMapper.shared()
                .readValue(
                        REPEATED.matcher(input)
                                .replaceAll(found -> found.group(1).repeat(Integer.parseInt(found.group(2)))),
                        new TypeReference<LinkedHashMap<String, Object>>() {});
        Map<String, String> environment = new TreeMap<>();
        options.forEach((name, value) -> {
            if (ENVIRONMENT.matcher(name).matches()) {
                environment.put(name, String.valueOf(value));
            }
        });
        List<String> lines = new ArrayList<>();
        try {
            List<Settings> deployments = SettingsReader.read(TestSettings.context(options), environment);
            for (int index = 0; index < deployments.size(); index++) {
                String place = index == 0 ? "  " : "  [" + index + "] ";
                differences(values(deployments.get(index)), options.isEmpty() ? Map.of() : DEFAULTS)
                        .forEach(line -> lines.add(place + line));
            }
        } catch (InvalidSettingsException refused) {
            String message = String.valueOf(refused.getMessage());
            lines.addAll(message.lines().skip(1).toList());
        }
        return lines.stream()
                .map(line -> RUN.matcher(line)
                        .replaceAll(
                                run -> "<" + run.group(1) + "*" + run.group().length() + ">"))
                .toList();
    }

    private static Stream<String> differences(Map<String, String> values, Map<String, String> before) {
        if (values.equals(before)) {
            return Stream.of("as by default");
        }
        return Stream.concat(
                values.entrySet().stream()
                        .filter(value -> !value.getValue().equals(before.get(value.getKey())))
                        .map(value -> value.getKey() + " = " + value.getValue()),
                before.keySet().stream()
                        .filter(path -> !values.containsKey(path))
                        .map(path -> "no " + path));
    }

    /** Those that are neither empty nor false, with what follows from them. */
    private static SequencedMap<String, String> values(Settings settings) {
        SequencedMap<String, String> values = new LinkedHashMap<>();
        ObjectNode components = JsonMapper.shared().valueToTree(settings);
        components.remove("variables");
        add(values, "", components);
        settings.variables()
                .forEach((variable, value) ->
                        values.putIfAbsent(variable.setting().orElseThrow(), value));
        Map<String, Object> derived = new LinkedHashMap<>();
        derived.put("selection", settings.selection().json());
        derived.put("prefixes", String.join(" ", settings.selection().prefixes()));
        derived.put("assumed role", settings.assumedRole());
        derived.put(
                "role of large objects",
                settings.source().roleName().map(LargeObjectSettings::roleName).orElse(""));
        derived.put("opt-ins", settings.optInNames());
        derived.put("triggers", settings.triggers());
        derived.put("names", settings.functionName() + ", " + settings.workflowName());
        derived.put("visibility timeout", settings.queue().visibilityTimeout(settings.function()));
        derived.put("concurrent copies", settings.queue().concurrentCopies());
        derived.put("part MiB", settings.largeObjects().partMiB());
        derived.put("subnets", settings.network().isInVpc() ? settings.network().subnets() : "");
        derived.put("security groups", String.join(" ", settings.network().securityGroups()));
        derived.put("partition", settings.source().region().partition());
        derived.put(
                "expected callers", String.join(" ", settings.target().alarms().expectedCallers()));
        derived.put("addresses", settings.alarms().address().orElse(""));
        add(values, "then", JsonMapper.shared().valueToTree(derived));
        return values;
    }

    private static void add(Map<String, String> values, String path, JsonNode value) {
        String text = value.path("text").asString(value.asString("")).replace(Release.page(""), "<docs>/");
        if (!Set.of("", "null", "false").contains(text)) {
            values.put(path, text);
            return;
        }
        for (int index = 0; value.isArray() && index < value.size(); index++) {
            add(values, path + "[" + index + "]", value.get(index));
        }
        value.properties()
                .forEach(property -> add(
                        values,
                        path.isEmpty() ? property.getKey() : path + "." + property.getKey(),
                        property.getValue()));
    }
}
