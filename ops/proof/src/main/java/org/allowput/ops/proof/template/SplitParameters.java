package org.allowput.ops.proof.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parts of parameters that a template splits at a delimiter, each as a parameter of its own whose name is the
 * parameter's with the part's number. Its pattern is that part of the parameter's {@code AllowedPattern}, where that
 * shows that no part has the delimiter; otherwise a part may be anything.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-split.html">
 *     Fn::Split</a>
 */
final class SplitParameters {
    /** Of {@code Fn::Select}: which part of which parameter, and the delimiter. */
    private record Part(String parameter, String delimiter, int index) {
        String name() {
            return parameter + "." + index;
        }
    }

    private final List<Part> parts = new ArrayList<>();

    /** Those that a template uses. */
    SplitParameters(Template template) {
        for (String section : List.of("Conditions", "Resources", "Outputs")) {
            collect(template.section(section));
        }
    }

    /** The name of the part that {@code Fn::Select} chooses, if its arguments are of this kind. */
    static Optional<String> name(@Nullable Object arguments) {
        return part(arguments).map(Part::name);
    }

    /** The patterns of the parts, by their names; {@code (?s).*} for one that is not known. */
    Map<String, String> patterns(Map<String, Object> declarations) {
        Map<String, String> patterns = new TreeMap<>();
        for (Part part : parts) {
            Object pattern = Template.map(declarations.get(part.parameter())).get("AllowedPattern");
            List<String> all = pattern == null ? List.of() : split(String.valueOf(pattern), part.delimiter());
            patterns.put(part.name(), part.index() < all.size() ? all.get(part.index()) : "(?s).*");
        }
        return patterns;
    }

    /** The values of the parts of a parameter whose value is known. */
    Map<String, String> values(String parameter, String value) {
        Map<String, String> values = new TreeMap<>();
        for (Part part : parts) {
            List<String> all = List.of(value.split(Pattern.quote(part.delimiter()), -1));
            if (part.parameter().equals(parameter) && part.index() < all.size()) {
                values.put(part.name(), all.get(part.index()));
            }
        }
        return values;
    }

    private void collect(@Nullable Object node) {
        if (node instanceof Map<?, ?> object) {
            part(object.get("Fn::Select")).ifPresent(parts::add);
            object.values().forEach(this::collect);
        } else if (node instanceof List<?> list) {
            list.forEach(this::collect);
        }
    }

    private static Optional<Part> part(@Nullable Object arguments) {
        if (arguments instanceof List<?> select
                && select.size() == 2
                && String.valueOf(select.getFirst()).matches("[0-9]{1,3}")
                && select.getLast() instanceof Map<?, ?> call
                && call.get("Fn::Split") instanceof List<?> split
                && split.size() == 2
                && split.getFirst() instanceof String delimiter
                && split.getLast() instanceof Map<?, ?> reference
                && reference.get("Ref") instanceof String parameter) {
            return Optional.of(new Part(parameter, delimiter, Integer.parseInt(String.valueOf(select.getFirst()))));
        }
        return Optional.empty();
    }

    /** The parts of a regular expression, by the escaped delimiter; none if another part of it may be the delimiter. */
    static List<String> split(String regex, String delimiter) {
        // After a backslash, a letter or digit is a class; flags change what a character matches.
        if (!delimiter.matches("[^A-Za-z0-9\\\\]") || regex.contains("(?")) {
            return List.of();
        }
        List<List<String>> alternatives = new ArrayList<>(List.of(new ArrayList<>()));
        StringBuilder part = new StringBuilder();
        int depth = 0;
        for (int at = 0; at < regex.length(); at++) {
            String token = token(regex, at);
            boolean isDelimiter = token.equals("\\" + delimiter);
            if (depth == 0 && (isDelimiter || token.equals("|"))) {
                alternatives.getLast().add(part.toString());
                part.setLength(0);
                if (!isDelimiter) {
                    alternatives.add(new ArrayList<>());
                }
                at += token.length() - 1;
                continue;
            }
            depth += token.equals("(") ? 1 : token.equals(")") ? -1 : 0;
            if (isDelimiter || mayBe(token, delimiter) || (part.isEmpty() && token.matches("[*+?{]"))) {
                return List.of();
            }
            part.append(token);
            at += token.length() - 1;
        }
        alternatives.getLast().add(part.toString());
        int count = alternatives.getFirst().size();
        if (alternatives.stream().anyMatch(each -> each.size() != count)) {
            return List.of();
        }
        List<String> parts = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            int number = index;
            parts.add(String.join(
                    "|", alternatives.stream().map(each -> each.get(number)).toList()));
        }
        return parts;
    }

    /** A character, one with a backslash, or a class of characters. */
    private static String token(String regex, int at) {
        if (regex.charAt(at) == '\\') {
            return regex.substring(at, Math.min(at + 2, regex.length()));
        }
        if (regex.charAt(at) != '[') {
            return regex.substring(at, at + 1);
        }
        int end = at + 1;
        while (end < regex.length() && regex.charAt(end) != ']') {
            end += regex.charAt(end) == '\\' ? 2 : 1;
        }
        return regex.substring(at, Math.min(end + 1, regex.length()));
    }

    /** What is neither a letter nor a class is syntax, and no character of a value. */
    private static boolean mayBe(String token, String delimiter) {
        return !token.matches("[()|*+?{}]")
                && Pattern.compile(token).matcher(delimiter).matches();
    }
}
