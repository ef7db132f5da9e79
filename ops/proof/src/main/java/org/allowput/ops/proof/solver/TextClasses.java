package org.allowput.ops.proof.solver;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.allowput.policy.PolicyException;
import org.allowput.policy.Wildcard;
import org.allowput.policy.Wildcard.Part;

/**
 * Divides the texts that an attribute can have into classes: texts of one class match the same of some patterns, so
 * that a decision which only compares with these patterns is the same for all of them. It reads a text for all patterns
 * at once; each class is a set of ends that this can reach.
 */
final class TextClasses {
    /** States that are visited; a few patterns of a policy have some hundreds. */
    private static final int MOST_STATES = 100_000;
    /** What else a character can be, before any other: one of which names are made. */
    private static final String READABLE = "xyzabcdefghijklmnopqrstuvw0123456789";
    /** The patterns, one after the other, and after each a part that matches nothing. */
    private final Wildcard all;

    private final int[] starts;
    private final BitSet ends = new BitSet();
    /** Where a text must be able to arrive: within a pattern of which it must match one. */
    private final int possible;

    /** @param possible patterns of which a text must match one */
    TextClasses(List<Wildcard> possible, List<Wildcard> others) {
        List<Part> parts = new ArrayList<>();
        List<Wildcard> patterns =
                Stream.concat(possible.stream(), others.stream()).toList();
        this.starts = new int[patterns.size()];
        for (int number = 0; number < starts.length; number++) {
            starts[number] = parts.size();
            parts.addAll(patterns.get(number).parts());
            ends.set(parts.size());
            parts.add(Wildcard.NEVER);
        }
        this.all = new Wildcard(parts);
        this.possible = possible.size() < starts.length ? starts[possible.size()] : parts.size();
    }

    /** The patterns that are matched at some places. */
    private BitSet matched(BitSet places) {
        BitSet matched = (BitSet) places.clone();
        matched.and(ends);
        return matched;
    }

    private boolean isPossible(BitSet places) {
        int first = places.nextSetBit(0);
        return first >= 0 && first < possible;
    }

    /**
     * A text of each class: a preferred one, or else one of the shortest.
     *
     * @throws PolicyException if there are too many states
     */
    List<String> examples(List<String> preferred) {
        Map<BitSet, String> examples = new LinkedHashMap<>();
        preferred.forEach(text -> examples.putIfAbsent(matched(all.after(text, starts)), text));
        BitSet start = all.after("", starts);
        Set<BitSet> seen = new HashSet<>(Set.of(start));
        Deque<Map.Entry<BitSet, String>> queue = new ArrayDeque<>(List.of(Map.entry(start, "")));
        while (!queue.isEmpty()) {
            Map.Entry<BitSet, String> next = queue.removeFirst();
            examples.putIfAbsent(matched(next.getKey()), next.getValue());
            for (int character : characters(next.getKey())) {
                BitSet reached = all.step(next.getKey(), character);
                if (isPossible(reached) && seen.add(reached)) {
                    queue.add(Map.entry(reached, next.getValue() + Character.toString(character)));
                }
            }
            if (seen.size() > MOST_STATES) {
                throw new PolicyException(
                        "policies with fewer patterns, or with fewer wildcards in them", starts.length + " patterns");
            }
        }
        return examples.entrySet().stream()
                .filter(each -> isPossible(each.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** The characters that the patterns name at some places, and another one. */
    private Set<Integer> characters(BitSet places) {
        Set<Integer> characters = new TreeSet<>();
        places.stream()
                .mapToObj(at -> all.parts().get(at).characters())
                .distinct()
                .flatMap(named -> named.codePoints().boxed())
                .forEach(characters::add);
        IntStream.concat(READABLE.chars(), IntStream.range(' ', Character.MAX_CODE_POINT))
                .filter(each -> !characters.contains(each))
                .findFirst()
                .ifPresent(characters::add);
        return characters;
    }
}
