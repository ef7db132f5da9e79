package org.allowput.ops.proof.deployed;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code Metadata.Grant} of a template: what the settings mean, with {@code $(NAME)} for the value of a
 * parameter, and {@code $(NAME.2)} for the third of its values between bars.
 *
 * @param section as it stands in the template
 * @param parameters the values of the template's parameters
 */
public record GrantSection(Map<?, ?> section, Map<String, String> parameters) {
    /** What account B may do besides putting, and that it must not overwrite. */
    static final Set<String> OPT_INS = Set.of("replicateDeletes", "replicateTags", "writeOnce");

    private static final Pattern PARAMETER = Pattern.compile("\\$\\((\\w+)(?:\\.(\\d+))?\\)");
    private static final Set<String> OPTIONAL =
            Set.of("OperationsBucket", "Receipts", "RequireMfa", "WriteOnce", "replicateDeletes", "replicateTags");
    private static final Set<String> OFF = Set.of("false", "none");

    /** Whether the template is one of account A. */
    public boolean isOfTarget() {
        return section.containsKey("Roles");
    }

    /** What account A grants by each role. */
    public List<MeantGrant> ofTarget() {
        Map<String, List<String>> ofAll = values(section);
        ofAll.putAll(values(section.get("OptIns")));
        if (ofAll.containsKey("WriteOnce")) {
            ofAll.put("writeOnce", List.of("true"));
        }
        return objects(section, "Roles")
                .map(role -> {
                    Map<String, List<String>> values = new TreeMap<>(ofAll);
                    values.putAll(values(role));
                    return new MeantGrant(
                            values,
                            objects(role, "Trusted")
                                    .map(account -> new MeantGrant(values(account), List.of()))
                                    .toList());
                })
                .toList();
    }

    /** What account B uses. */
    public MeantGrant ofSource() {
        return new MeantGrant(values(section), List.of());
    }

    /** The texts of an object: without those that are empty or off. */
    private Map<String, List<String>> values(@Nullable Object object) {
        Map<String, List<String>> values = new TreeMap<>();
        if (object instanceof Map<?, ?> map) {
            map.forEach((name, value) -> {
                List<String> texts = value instanceof String text
                        ? List.of(resolved(text))
                        : texts(value).filter(this::isGiven).map(this::resolved).toList();
                if (texts.stream()
                        .anyMatch(text -> !text.isEmpty() && !(OPTIONAL.contains(name) && OFF.contains(text)))) {
                    values.put(String.valueOf(name), texts);
                }
            });
        }
        return values;
    }

    private static Stream<String> texts(@Nullable Object list) {
        return list instanceof List<?> several
                ? several.stream().filter(String.class::isInstance).map(String.class::cast)
                : Stream.of();
    }

    private static Stream<Map<?, ?>> objects(Map<?, ?> object, String name) {
        return object.get(name) instanceof List<?> list
                ? list.stream().filter(Map.class::isInstance).map(each -> (Map<?, ?>) each)
                : Stream.of();
    }

    /** Without a value for a parameter that it has, a text is not given: such as a name with an ending. */
    private boolean isGiven(String text) {
        return PARAMETER.matcher(text).results().noneMatch(match -> value(match).isEmpty());
    }

    private String resolved(String text) {
        return PARAMETER.matcher(text).replaceAll(match -> Matcher.quoteReplacement(value(match)));
    }

    private String value(MatchResult parameter) {
        String value = parameters.getOrDefault(parameter.group(1), "");
        String part = parameter.group(2);
        return part == null ? value : value.split("\\|", -1)[Integer.parseInt(part)];
    }
}
