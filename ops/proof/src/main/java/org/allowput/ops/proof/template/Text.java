package org.allowput.ops.proof.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Text of a template: characters, and values that are known only at deployment.
 *
 * @param pieces in order; no two literals beside one another, and none that is empty, so that equal texts are equal
 */
public record Text(List<Piece> pieces) {
    public static final Text EMPTY = new Text(List.of());

    /** A part of a text. */
    public sealed interface Piece {
        /** Characters. */
        record Literal(String characters) implements Piece {}

        /** The value of a parameter or pseudo parameter. */
        record Parameter(String name) implements Piece {}

        /** What AWS chooses at deployment, such as a generated name; the same wherever the template refers to it. */
        record Attribute(String path) implements Piece {}
    }

    public Text {
        pieces = List.copyOf(pieces);
    }

    public static Text of(String literal) {
        return literal.isEmpty() ? EMPTY : new Text(List.of(new Piece.Literal(literal)));
    }

    public static Text ofParameter(String name) {
        return new Text(List.of(new Piece.Parameter(name)));
    }

    /** What AWS chooses for a resource. */
    public static Text ofAttribute(String path) {
        return new Text(List.of(new Piece.Attribute(path)));
    }

    /** This text, followed by another one. */
    public Text then(Text next) {
        List<Piece> all = new ArrayList<>(pieces);
        for (Piece piece : next.pieces) {
            if (piece instanceof Piece.Literal(String added)
                    && !all.isEmpty()
                    && all.getLast() instanceof Piece.Literal(String before)) {
                all.set(all.size() - 1, new Piece.Literal(before + added));
            } else {
                all.add(piece);
            }
        }
        return new Text(all);
    }

    public Text then(String literal) {
        return then(of(literal));
    }

    /** Each literal replaced. */
    public Text map(UnaryOperator<String> literals) {
        return pieces.stream()
                .map(piece -> piece instanceof Piece.Literal(String characters)
                        ? of(literals.apply(characters))
                        : new Text(List.of(piece)))
                .reduce(EMPTY, Text::then);
    }

    /** The characters, if all are known. */
    public Optional<String> literal() {
        return pieces.stream().allMatch(Piece.Literal.class::isInstance) ? Optional.of(toString()) : Optional.empty();
    }

    public List<String> parameters() {
        return pieces.stream()
                .filter(Piece.Parameter.class::isInstance)
                .map(piece -> ((Piece.Parameter) piece).name())
                .toList();
    }

    /** What is between two literals that this text begins and ends with; empty if it does not. */
    public Optional<Text> between(String prefix, String suffix) {
        String first = pieces.isEmpty() ? "" : characters(pieces.getFirst());
        if (!first.startsWith(prefix)) {
            return Optional.empty();
        }
        Text rest = prefix.isEmpty()
                ? this
                : of(first.substring(prefix.length())).then(new Text(pieces.subList(1, pieces.size())));
        String last = rest.pieces.isEmpty() ? "" : characters(rest.pieces.getLast());
        if (!last.endsWith(suffix)) {
            return Optional.empty();
        }
        return Optional.of(
                suffix.isEmpty()
                        ? rest
                        : new Text(rest.pieces.subList(0, rest.pieces.size() - 1))
                                .then(last.substring(0, last.length() - suffix.length())));
    }

    /** None of what is known only at deployment. */
    private static String characters(Piece piece) {
        return piece instanceof Piece.Literal(String characters) ? characters : "";
    }

    /** For people: the name of what is not known is in braces. */
    @Override
    public String toString() {
        return pieces.stream()
                .map(piece -> switch (piece) {
                    case Piece.Literal(String characters) -> characters;
                    case Piece.Parameter(String name) -> "{" + name.replace("AWS::", "") + "}";
                    case Piece.Attribute(String path) -> "{" + path + "}";
                })
                .collect(Collectors.joining());
    }
}
