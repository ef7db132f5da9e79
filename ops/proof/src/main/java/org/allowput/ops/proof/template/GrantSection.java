package org.allowput.ops.proof.template;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.allowput.ops.proof.deployed.MeantGrant;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code Metadata.Grant} of a template: what the settings mean, with {@code $(NAME)} for the value of a
 * parameter, and {@code $(NAME.2)} for the third of its values between bars.
 *
 * @param section as it stands in the template
 * @param parameters the values of the template's parameters
 */
public record GrantSection(Map<String, Object> section, Map<String, String> parameters) {
    private static final Pattern PARAMETER = Pattern.compile("\\$\\((\\w+)(?:\\.(\\d+))?\\)");
    private static final Set<String> OPTIONAL =
            Set.of("OperationsBucket", "Receipts", "RequireMfa", "WriteOnce", "replicateDeletes", "replicateTags");

    /** Whether the template is one of account A. */
    public boolean isOfTarget() {
        return section.containsKey("Roles");
    }

    /** What account A grants by each role. */
    public List<MeantGrant> ofTarget() {
        return objects(section, "Roles")
                .map(role -> {
                    Map<String, List<String>> values = values(section);
                    values.putAll(values(section.get("OptIns")));
                    values.putAll(values(role));
                    return new MeantGrant(
                            values,
                            objects(role, "Trusted")
                                    .map(account -> new MeantGrant(values(account), List.of()))
                                    .toList());
                })
                .toList();
    }

    private static Stream<Map<String, Object>> objects(Map<String, Object> object, String name) {
        return Template.list(object.get(name)).stream()
                .filter(Map.class::isInstance)
                .map(Template::map);
    }

    /** What account B uses. */
    public MeantGrant ofSource() {
        return new MeantGrant(values(section), List.of());
    }

    /** The texts of an object: without those that are empty or off. */
    private Map<String, List<String>> values(@Nullable Object object) {
        Map<String, List<String>> values = new TreeMap<>();
        Template.map(object).forEach((name, value) -> {
            List<String> texts = Template.list(value).stream()
                    .filter(String.class::isInstance)
                    .map(text -> resolved(String.valueOf(text)))
                    .filter(text -> !text.matches(OPTIONAL.contains(name) ? "|false|none" : ""))
                    .toList();
            if (!texts.isEmpty()) {
                values.put(name.equals("WriteOnce") ? "writeOnce" : name, texts);
            }
        });
        return values;
    }

    /** Empty without a value for a parameter that it has: such as a name with an ending. */
    private String resolved(String text) {
        Matcher parameter = PARAMETER.matcher(text);
        return parameter.results().anyMatch(match -> value(match).isEmpty())
                ? ""
                : parameter.replaceAll(match -> Matcher.quoteReplacement(value(match)));
    }

    private String value(MatchResult parameter) {
        String value = parameters.getOrDefault(parameter.group(1), "");
        String part = parameter.group(2);
        return part == null ? value : value.split("\\|", -1)[Integer.parseInt(part)];
    }
}
