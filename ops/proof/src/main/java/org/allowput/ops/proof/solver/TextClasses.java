package org.allowput.ops.proof.solver;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.allowput.policy.PolicyException;
import org.allowput.policy.Wildcard;
import org.allowput.policy.Wildcard.Part;

/**
 * Divides the texts that an attribute can have into classes: texts of one class match the same of some patterns, so
 * that a decision which only compares with these patterns is the same for all of them. It reads a text for all patterns
 * at once; each class is a set of states that this can reach.
 */
final class TextClasses {
    /** States that are visited; a few patterns of a policy have some hundreds. */
    private static final int MOST_STATES = 100_000;
    /** What else a character can be, before any other: one of which names are made. */
    private static final String READABLE = "xyzabcdefghijklmnopqrstuvw0123456789";

    private final List<Wildcard> patterns;
    private final int possible;

    /** @param possible patterns of which a text must match one */
    TextClasses(List<Wildcard> possible, Stream<Wildcard> others) {
        this.possible = possible.size();
        this.patterns = Stream.concat(possible.stream(), others.distinct()).toList();
    }

    /** The places in each pattern that was not missed yet. */
    private Map<Integer, BitSet> start() {
        Map<Integer, BitSet> state = new HashMap<>();
        for (int pattern = 0; pattern < patterns.size(); pattern++) {
            state.put(pattern, patterns.get(pattern).start());
        }
        return state;
    }

    private Map<Integer, BitSet> step(Map<Integer, BitSet> state, int character) {
        Map<Integer, BitSet> next = new HashMap<>();
        state.forEach((pattern, positions) -> {
            BitSet reached = patterns.get(pattern).step(positions, character);
            if (!reached.isEmpty()) {
                next.put(pattern, reached);
            }
        });
        return next;
    }

    private Set<Integer> matched(Map<Integer, BitSet> state) {
        return state.entrySet().stream()
                .filter(each -> patterns.get(each.getKey()).isEnd(each.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private boolean isPossible(Set<Integer> matched) {
        return matched.stream().anyMatch(pattern -> pattern < possible);
    }

    /**
     * A text of each class: a preferred one, or else one of the shortest.
     *
     * @throws PolicyException if there are too many states
     */
    List<String> examples(List<String> preferred) {
        Map<Set<Integer>, String> examples = new LinkedHashMap<>();
        for (String text : preferred) {
            examples.putIfAbsent(
                    IntStream.range(0, patterns.size())
                            .filter(pattern -> patterns.get(pattern).matches(text))
                            .boxed()
                            .collect(Collectors.toSet()),
                    text);
        }
        Set<Map<Integer, BitSet>> seen = new HashSet<>(Set.of(start()));
        Deque<Map.Entry<Map<Integer, BitSet>, String>> open = new ArrayDeque<>(List.of(Map.entry(start(), "")));
        while (!open.isEmpty()) {
            Map.Entry<Map<Integer, BitSet>, String> next = open.removeFirst();
            examples.putIfAbsent(matched(next.getKey()), next.getValue());
            for (int character : characters(next.getKey())) {
                Map<Integer, BitSet> reached = step(next.getKey(), character);
                if (isPossible(reached.keySet()) && seen.add(reached)) {
                    open.add(Map.entry(reached, next.getValue() + Character.toString(character)));
                }
            }
            if (seen.size() > MOST_STATES) {
                throw new PolicyException(
                        "policies with fewer patterns, or with fewer wildcards in them", patterns.size() + " patterns");
            }
        }
        return examples.entrySet().stream()
                .filter(each -> isPossible(each.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** A character of each kind that the patterns tell apart: those that one names, and one other. */
    private Collection<Integer> characters(Map<Integer, BitSet> state) {
        List<Part> next = state.entrySet().stream()
                .flatMap(each -> patterns.get(each.getKey()).next(each.getValue()))
                .distinct()
                .toList();
        Map<List<Boolean>, Integer> kinds = new LinkedHashMap<>();
        Consumer<Integer> add = character -> kinds.putIfAbsent(
                next.stream().map(part -> part.takes(character)).toList(), character);
        next.stream().flatMap(part -> part.characters().codePoints().boxed()).forEach(add);
        IntStream.concat(READABLE.chars(), IntStream.range(' ', Character.MAX_CODE_POINT))
                .filter(each ->
                        next.stream().noneMatch(part -> part.characters().indexOf(each) >= 0))
                .boxed()
                .findFirst()
                .ifPresent(add);
        return kinds.values();
    }
}
