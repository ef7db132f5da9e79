package org.allowput.ops.proof.solver;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.allowput.ops.proof.solver.TextSet.Part;
import org.allowput.policy.PolicyException;

/**
 * Divides all texts into classes: texts of one class belong to the same of some sets, so that a formula about these
 * sets holds for all of them or for none. It is an automaton that reads a text for all sets at once, and each class is
 * a set of states that it can reach.
 */
final class TextClasses {
    /** States that are visited; a few sets of a policy have some hundreds. */
    private static final int MOST_STATES = 100_000;
    /** What else a character can be, before any other: one of which names are made. */
    private static final String READABLE = "xyzabcdefghijklmnopqrstuvw0123456789";

    /** A place in a sequence of a set: before a part, or at its end. */
    private record Position(TextSet set, int at, Optional<Part> next) {}

    private final List<TextSet> sets;
    private final List<Position> positions = new ArrayList<>();
    private final Set<Integer> start = new TreeSet<>();

    TextClasses(List<TextSet> sets) {
        this.sets = List.copyOf(sets);
        for (TextSet set : sets) {
            for (List<Part> parts : set.alternatives()) {
                start.add(positions.size());
                for (int at = 0; at <= parts.size(); at++) {
                    positions.add(
                            new Position(set, at, at == parts.size() ? Optional.empty() : Optional.of(parts.get(at))));
                }
            }
        }
        skipRepeated(start);
    }

    /** What may repeat may also be absent. */
    private void skipRepeated(Set<Integer> state) {
        for (int each : List.copyOf(state)) {
            for (int at = each; isRepeated(at); at++) {
                state.add(at + 1);
            }
        }
    }

    private boolean isRepeated(int at) {
        return positions.get(at).next().filter(Part::repeated).isPresent();
    }

    private Set<Integer> step(Set<Integer> state, int character) {
        Set<Integer> next = new TreeSet<>();
        for (int at : state) {
            if (positions.get(at).next().filter(part -> part.takes(character)).isPresent()) {
                next.add(isRepeated(at) ? at : at + 1);
            }
        }
        skipRepeated(next);
        return next;
    }

    private Set<Integer> after(String text) {
        Set<Integer> state = start;
        for (int character : text.codePoints().toArray()) {
            state = step(state, character);
        }
        return state;
    }

    private Set<TextSet> setsAt(Set<Integer> state) {
        return state.stream()
                .map(positions::get)
                .filter(position -> position.next().isEmpty())
                .map(Position::set)
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** The sets that a text belongs to. */
    Set<TextSet> setsOf(String text) {
        return setsAt(after(text));
    }

    /** Where in their sequences texts are that begin so. */
    List<Integer> positionsAfter(String text) {
        return after(text).stream().map(at -> positions.get(at).at()).toList();
    }

    /**
     * A text of each class within the first set: a preferred one, or else one of the shortest.
     *
     * @return each text with the sets that it belongs to
     * @throws PolicyException if there are too many states
     */
    Map<String, Set<TextSet>> examples(List<String> preferred) {
        Map<Set<TextSet>, String> examples = new LinkedHashMap<>();
        preferred.forEach(text -> examples.putIfAbsent(setsOf(text), text));
        Set<Set<Integer>> seen = new HashSet<>(Set.of(start));
        Deque<Map.Entry<Set<Integer>, String>> open = new ArrayDeque<>(List.of(Map.entry(start, "")));
        while (!open.isEmpty()) {
            Map.Entry<Set<Integer>, String> next = open.removeFirst();
            examples.putIfAbsent(setsAt(next.getKey()), next.getValue());
            for (int character : characters(next.getKey())) {
                Set<Integer> reached = step(next.getKey(), character);
                if (reached.stream().anyMatch(at -> positions.get(at).set().equals(sets.getFirst()))
                        && seen.add(reached)) {
                    open.add(Map.entry(reached, next.getValue() + Character.toString(character)));
                }
            }
            if (seen.size() > MOST_STATES) {
                throw new PolicyException(
                        "policies with fewer patterns, or with fewer wildcards in them", sets.size() + " patterns");
            }
        }
        Map<String, Set<TextSet>> byText = new LinkedHashMap<>();
        examples.forEach((of, text) -> {
            if (of.contains(sets.getFirst())) {
                byText.put(text, of);
            }
        });
        return byText;
    }

    /** Characters after which the automaton can be in different states: those that a part names, and one other. */
    private Set<Integer> characters(Set<Integer> state) {
        Set<Integer> named = state.stream()
                .flatMap(at -> positions.get(at).next().stream())
                .flatMap(part -> part.characters().codePoints().boxed())
                .collect(Collectors.toCollection(TreeSet::new));
        IntStream.concat(READABLE.chars(), IntStream.range(' ', Character.MAX_CODE_POINT))
                .filter(each -> !named.contains(each))
                .findFirst()
                .ifPresent(named::add);
        return named;
    }
}
