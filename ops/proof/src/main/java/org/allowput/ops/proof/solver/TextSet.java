package org.allowput.ops.proof.solver;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A set of texts: those that one of several sequences of parts makes up. */
public final class TextSet {
    /** Any number of any characters. */
    static final Part ANY = new Part("", true, true);

    static final TextSet ALL = new TextSet(List.of(List.of(ANY)));

    private final List<List<Part>> alternatives;
    /** Formulas ask for it often. */
    private final int hash;

    /**
     * One character, or any number of such.
     *
     * @param characters those that it may be, or may not be
     */
    record Part(String characters, boolean excluded, boolean repeated) {
        boolean takes(int character) {
            return characters.indexOf(character) >= 0 != excluded;
        }

        boolean is(char character) {
            return !excluded && !repeated && characters.equals(Character.toString(character));
        }
    }

    TextSet(List<List<Part>> alternatives) {
        this.alternatives = List.copyOf(alternatives);
        this.hash = alternatives.hashCode();
    }

    static TextSet of(String... texts) {
        return new TextSet(Stream.of(texts).map(TextSet::parts).toList());
    }

    static TextSet startingWith(String... prefixes) {
        return new TextSet(Stream.of(prefixes)
                .map(prefix -> joined(List.of(parts(prefix), List.of(ANY))))
                .toList());
    }

    static TextSet union(List<TextSet> sets) {
        return new TextSet(sets.stream()
                .flatMap(set -> set.alternatives.stream())
                .distinct()
                .toList());
    }

    /** The characters of a text. */
    static List<Part> parts(String text) {
        return text.codePoints()
                .mapToObj(each -> new Part(Character.toString(each), false, false))
                .toList();
    }

    static List<Part> joined(List<List<Part>> sequences) {
        return sequences.stream().flatMap(List::stream).toList();
    }

    List<List<Part>> alternatives() {
        return alternatives;
    }

    boolean contains(String text) {
        return new TextClasses(List.of(this)).setsOf(text).contains(this);
    }

    /** The texts that begin with one text, and belong to this set if they begin with the other text instead. */
    TextSet rebased(String from, String to) {
        List<List<Part>> rebased = new ArrayList<>();
        for (List<Part> parts : alternatives) {
            new TextClasses(List.of(new TextSet(List.of(parts))))
                    .positionsAfter(to)
                    .forEach(at -> rebased.add(joined(List.of(parts(from), parts.subList(at, parts.size())))));
        }
        return new TextSet(rebased);
    }

    /** A text for each sequence, which has an x for each character that is not fixed. */
    Stream<String> examples() {
        return alternatives.stream()
                .map(parts -> parts.stream()
                        .map(part -> part.excluded()
                                ? "x"
                                : part.characters()
                                        .substring(0, part.characters().offsetByCodePoints(0, 1)))
                        .collect(Collectors.joining()));
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof TextSet set && hash == set.hash && alternatives.equals(set.alternatives));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return alternatives.toString();
    }
}
