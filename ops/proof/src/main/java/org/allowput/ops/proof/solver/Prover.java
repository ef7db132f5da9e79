package org.allowput.ops.proof.solver;

import static org.allowput.ops.proof.solver.Formula.and;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.ops.proof.solver.Formula.Constant;
import org.allowput.ops.proof.solver.Formula.In;
import org.allowput.policy.PolicyException;
import org.allowput.policy.Request;

/**
 * Decides over all requests whether a formula holds for one. An attribute of a request can have infinitely many values,
 * but a formula tells only finitely many classes of them apart ({@link TextClasses}): it is decided for one value of
 * each class, attribute by attribute, and what is left of it after each value is simplified.
 *
 * @param partition how ARNs of principals begin, such as {@code aws}
 */
public record Prover(String partition) {
    /** Values that are tried for one question: a hundred times what the published templates need. */
    private static final int MOST_VALUES = 2_000_000;
    /** Of one set, such as the actions of a policy: they only make requests easier to read. */
    private static final int MOST_EXAMPLES = 50;
    /** Requests that are found before one of them is shown, unless one is confirmed and usual. */
    private static final int MOST_FOUND = 200;

    /**
     * A request that a question asks for.
     *
     * @throws PolicyException if there is too much to try
     */
    public Optional<FoundRequest> find(Question question) {
        FoundRequests requests = new FoundRequests(question);
        NearbyRequests nearby = new NearbyRequests(question.policies());
        List<FoundRequest> found = new ArrayList<>();
        solve(and(question.further(), question.allowed()), requests.examples(), values -> {
            Request request = requests.request(values);
            FoundRequest each = nearby.to(request)
                    .filter(similar -> doubt(question, similar).isEmpty())
                    .findFirst()
                    .map(similar -> new FoundRequest(similar, Optional.empty()))
                    .orElseGet(() -> new FoundRequest(request, doubt(question, request)));
            found.add(each);
            return (each.isConfirmed() && FoundRequests.isUsual(request)) || found.size() > MOST_FOUND;
        });
        // The first of those that are shown rather.
        return found.stream()
                .max(Comparator.comparing(FoundRequest::isConfirmed)
                        .thenComparing(each -> each.isConfirmed() && FoundRequests.isUsual(each.request())));
    }

    /** Why a request is not confirmed; empty if it is. */
    private static Optional<String> doubt(Question question, Request request) {
        try {
            if (!question.evaluation().test(request)) {
                return Optional.of("the evaluation of this request does not find it allowed");
            }
        } catch (PolicyException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
        return holdsFor(question.further(), request).orElse(false)
                ? Optional.empty()
                : Optional.of("whether it is meant cannot be decided");
    }

    /** Whether the formula holds for one request; empty if it has what is only approximated. */
    static Optional<Boolean> holdsFor(Formula formula, Request request) {
        Map<String, String> values = FoundRequests.values(request);
        Formula decided = formula.replace(in -> in.attribute().startsWith(PolicyFormulas.MAYBE)
                ? in
                : Constant.of(Optional.ofNullable(values.get(in.attribute()))
                        .filter(in.texts()::contains)
                        .isPresent()));
        return decided instanceof Constant ? Optional.of(decided == Constant.TRUE) : Optional.empty();
    }

    /**
     * Finds values of attributes for which a formula holds.
     *
     * @param preferred values of attributes, to be tried first
     * @param enough takes values by attributes, and says whether no others are needed
     */
    void solve(Formula formula, Map<String, List<String>> preferred, Predicate<Map<String, String>> enough) {
        Formula whole = and(formula, RequestFormulas.facts(formula));
        Map<String, List<TextClass>> classes = new HashMap<>();
        whole.atoms()
                .collect(Collectors.groupingBy(
                        In::attribute, Collectors.mapping(In::texts, Collectors.toCollection(LinkedHashSet::new))))
                .forEach((attribute, sets) ->
                        classes.put(attribute, classes(attribute, sets, preferred.getOrDefault(attribute, List.of()))));
        new Search(classes, enough).isEnough(whole, Map.of());
    }

    /** A value of an attribute, or that it is absent, with the sets to which it belongs. */
    private record TextClass(Optional<String> value, Set<TextSet> sets) {}

    private List<TextClass> classes(String attribute, Set<TextSet> sets, List<String> preferred) {
        List<TextSet> all = new ArrayList<>(List.of(AttributeValues.of(attribute, partition)));
        sets.stream().filter(set -> !set.equals(all.getFirst())).forEach(all::add);
        List<String> examples = new ArrayList<>(preferred);
        sets.stream()
                .filter(set -> !set.equals(TextSet.ALL))
                .flatMap(set -> set.examples().limit(MOST_EXAMPLES))
                .forEach(examples::add);
        if (attribute.equals(RequestFormulas.PRINCIPAL)) {
            examples.replaceAll(
                    each -> each.replaceFirst("^.*:.*::(\\d{12}):x$", "arn:" + partition + ":iam::$1:role/R"));
        }
        examples.add("other");
        List<TextClass> classes = new ArrayList<>();
        if (!List.of(RequestFormulas.ACTION, RequestFormulas.RESOURCE).contains(attribute)) {
            classes.add(new TextClass(Optional.empty(), Set.of()));
        }
        new TextClasses(all)
                .examples(examples)
                .forEach((value, of) -> classes.add(new TextClass(Optional.of(value), of)));
        return classes;
    }

    /** Tries the values of each attribute in turn. */
    private static final class Search {
        private final Map<String, List<TextClass>> classes;
        private final Predicate<Map<String, String>> enough;
        private int tried;

        Search(Map<String, List<TextClass>> classes, Predicate<Map<String, String>> enough) {
            this.classes = classes;
            this.enough = enough;
        }

        boolean isEnough(Formula formula, Map<String, String> values) {
            if (formula instanceof Constant) {
                return formula == Constant.TRUE && enough.test(values);
            }
            String attribute = narrowest(formula);
            List<TextSet> told = formula.atoms()
                    .filter(in -> in.attribute().equals(attribute))
                    .map(In::texts)
                    .distinct()
                    .toList();
            Set<List<TextSet>> seen = new HashSet<>();
            for (TextClass each : classes.getOrDefault(attribute, List.of())) {
                if (!seen.add(told.stream().filter(each.sets()::contains).toList())) {
                    continue;
                }
                if (++tried > MOST_VALUES) {
                    throw new PolicyException("policies that are decided by " + MOST_VALUES + " values", "others");
                }
                Map<String, String> more = new LinkedHashMap<>(values);
                each.value().ifPresent(value -> more.put(attribute, value));
                Formula left = formula.replace(in -> in.attribute().equals(attribute)
                        ? Constant.of(each.sets().contains(in.texts()))
                        : in);
                if (isEnough(left, more)) {
                    return true;
                }
            }
            return false;
        }

        /** An attribute of the part that says least: it decides soonest. */
        private static String narrowest(Formula formula) {
            Stream<Formula> parts = formula instanceof Formula.Joined(boolean all, List<Formula> each) && all
                    ? each.stream()
                    : Stream.of(formula);
            return parts.min(Comparator.comparingLong(part -> part.atoms().count()))
                    .flatMap(part -> part.atoms().findFirst())
                    .orElseThrow()
                    .attribute();
        }
    }
}
