package org.allowput.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.util.diff.DiffUtils;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.Yaml;

/** The difference of two evaluated templates as a unified diff in YAML, with a file per resource and output. */
final class TemplatePatch {
    private static final int CONTEXT = 3;

    private TemplatePatch() {}

    /** Empty if they are the same. */
    static String of(ObjectNode actual, ObjectNode expected) {
        return Stream.of("Resources", "Outputs")
                .flatMap(section -> names(actual.get(section), expected.get(section)).stream()
                        .map(name -> of("/" + section + "/" + name, actual, expected)))
                .collect(Collectors.joining());
    }

    private static Set<String> names(JsonNode... sections) {
        Set<String> names = new TreeSet<>();
        Stream.of(sections).forEach(section -> section.fieldNames().forEachRemaining(names::add));
        return names;
    }

    private static String of(String entry, JsonNode actual, JsonNode expected) {
        if (actual.at(entry).equals(expected.at(entry))) {
            return "";
        }
        List<String> before = lines(actual.at(entry));
        return DiffUtils.generateUnifiedDiff(
                        "templates" + entry,
                        "cdk" + entry,
                        before,
                        DiffUtils.diff(before, lines(expected.at(entry))),
                        CONTEXT)
                .stream()
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    private static List<String> lines(JsonNode node) {
        if (node instanceof MissingNode) {
            return List.of();
        }
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(FlowStyle.BLOCK);
        options.setIndicatorIndent(2);
        options.setIndentWithIndicator(true);
        options.setSplitLines(false);
        return new Yaml(options).dump(Json.sorted(node)).lines().toList();
    }
}
