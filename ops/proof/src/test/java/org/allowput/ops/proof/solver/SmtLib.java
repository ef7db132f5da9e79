package org.allowput.ops.proof.solver;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.ops.proof.solver.Formula.Constant;
import org.allowput.ops.proof.solver.TextSet.Part;

/**
 * A formula in the language of SMT solvers: each attribute is a text with a truth value that says whether it is there.
 *
 * @see <a href="https://smt-lib.org/theories-UnicodeStrings.shtml">Unicode strings</a>
 */
record SmtLib(Prover prover) {
    /** @param found values that are asserted, too: then the formula must hold for them */
    String question(Formula formula, Optional<Map<String, String>> found) {
        Formula whole = Formula.and(formula, RequestFormulas.facts(formula));
        Map<String, String> names = new TreeMap<>();
        whole.atoms().forEach(in -> names.putIfAbsent(in.attribute(), "a" + names.size()));
        StringBuilder text = new StringBuilder("(set-logic ALL)\n");
        names.forEach((attribute, name) -> {
            text.append("(declare-const %s String)\n(declare-const has-%s Bool)\n".formatted(name, name));
            TextSet possible = AttributeValues.of(attribute, prover.partition());
            text.append("(assert (=> has-%s %s))\n".formatted(name, belongs(name, possible)));
            boolean isAlwaysThere =
                    List.of(RequestFormulas.ACTION, RequestFormulas.RESOURCE).contains(attribute);
            if (isAlwaysThere) {
                text.append("(assert has-%s)\n".formatted(name));
            }
            found.ifPresent(values -> {
                if (values.containsKey(attribute)) {
                    text.append("(assert (and has-%s (= %s \"%s\")))\n"
                            .formatted(name, name, escaped(values.getOrDefault(attribute, ""))));
                } else if (!isAlwaysThere) {
                    text.append("(assert (not has-%s))\n".formatted(name));
                }
            });
        });
        return text.append("(assert %s)\n(check-sat)\n".formatted(term(whole, names)))
                .toString();
    }

    private static String term(Formula formula, Map<String, String> names) {
        return switch (formula) {
            case Constant constant -> Boolean.toString(constant == Constant.TRUE);
            case Formula.In(String attribute, TextSet texts) -> {
                String name = Objects.requireNonNull(names.get(attribute));
                yield "(and has-" + name + " " + belongs(name, texts) + ")";
            }
            case Formula.Not(Formula negated) -> "(not " + term(negated, names) + ")";
            case Formula.Joined(boolean all, List<Formula> parts) -> terms(all ? "and" : "or", parts, names);
        };
    }

    private static String terms(String operator, List<Formula> parts, Map<String, String> names) {
        return parts.stream()
                .map(part -> term(part, names))
                .collect(Collectors.joining(" ", "(" + operator + " ", ")"));
    }

    private static String belongs(String name, TextSet set) {
        return joined("or", "false", set.alternatives().stream().map(parts -> belongs(name, parts)));
    }

    /** Without a regular expression where there is a shorter way. */
    private static String belongs(String name, List<Part> parts) {
        boolean open = !parts.isEmpty() && parts.getLast().equals(TextSet.ANY);
        List<Part> fixed = open ? parts.subList(0, parts.size() - 1) : parts;
        if (!fixed.stream().allMatch(SmtLib::isCharacter)) {
            return "(str.in_re %s %s)"
                    .formatted(name, joined("re.++", "", parts.stream().map(SmtLib::regex)));
        }
        String text =
                fixed.stream().map(part -> escaped(part.characters())).collect(Collectors.joining("", "\"", "\""));
        return open ? "(str.prefixof " + text + " " + name + ")" : "(= " + name + " " + text + ")";
    }

    private static boolean isCharacter(Part part) {
        return !part.excluded()
                && !part.repeated()
                && part.characters().codePointCount(0, part.characters().length()) == 1;
    }

    private static String regex(Part part) {
        String characters = joined(
                "re.union",
                "re.none",
                part.characters()
                        .codePoints()
                        .mapToObj(each -> "(str.to_re \"" + escaped(Character.toString(each)) + "\")"));
        String one = !part.excluded()
                ? characters
                : part.characters().isEmpty() ? "re.allchar" : "(re.diff re.allchar " + characters + ")";
        return part.repeated() ? "(re.* " + one + ")" : one;
    }

    private static String escaped(String characters) {
        return characters
                .codePoints()
                .mapToObj(each -> each <= ' ' || each > '~' || each == '\\' || each == '"'
                        ? "\\u{" + Integer.toHexString(each) + "}"
                        : Character.toString(each))
                .collect(Collectors.joining());
    }

    private static String joined(String operator, String none, Stream<String> parts) {
        List<String> all = parts.toList();
        return all.isEmpty()
                ? none
                : all.size() == 1 ? all.getFirst() : "(" + operator + " " + String.join(" ", all) + ")";
    }
}
