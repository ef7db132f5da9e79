package org.allowput.ops.proof.solver;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What holds for some requests, and not for others. */
public sealed interface Formula {
    /** Holds for all requests, or for none. */
    enum Constant implements Formula {
        TRUE,
        FALSE;

        static Constant of(boolean holds) {
            return holds ? TRUE : FALSE;
        }
    }

    /** The request has an attribute, whose value is one of these texts. */
    record In(String attribute, TextSet texts) implements Formula {}

    /** The other one does not hold. */
    record Not(Formula formula) implements Formula {}

    /** All of them hold. */
    record All(List<Formula> parts) implements Formula {}

    /** At least one of them holds. */
    record Any(List<Formula> parts) implements Formula {}

    static Formula and(Formula... parts) {
        return and(List.of(parts));
    }

    static Formula and(List<Formula> parts) {
        List<Formula> open = new ArrayList<>();
        for (Formula part : parts) {
            if (part == Constant.FALSE) {
                return part;
            }
            if (part != Constant.TRUE) {
                open.addAll(part instanceof All all ? all.parts() : List.of(part));
            }
        }
        return open.isEmpty() ? Constant.TRUE : open.size() == 1 ? open.getFirst() : new All(open);
    }

    static Formula or(Formula... alternatives) {
        return or(List.of(alternatives));
    }

    static Formula or(List<Formula> alternatives) {
        List<Formula> open = new ArrayList<>();
        for (Formula alternative : alternatives) {
            if (alternative == Constant.TRUE) {
                return alternative;
            }
            if (alternative != Constant.FALSE) {
                open.addAll(alternative instanceof Any any ? any.parts() : List.of(alternative));
            }
        }
        return open.isEmpty() ? Constant.FALSE : open.size() == 1 ? open.getFirst() : new Any(open);
    }

    static Formula not(Formula formula) {
        return switch (formula) {
            case Constant constant -> Constant.of(constant == Constant.FALSE);
            case Not(Formula negated) -> negated;
            default -> new Not(formula);
        };
    }

    static Formula implies(Formula when, Formula then) {
        return or(not(when), then);
    }

    /** The formula of one of them holds. */
    static <T> Formula anyOf(Collection<T> alternatives, Function<? super T, Formula> formula) {
        return or(alternatives.stream().<Formula>map(formula).toList());
    }

    static <T> Formula allOf(Collection<T> parts, Function<? super T, Formula> formula) {
        return and(parts.stream().<Formula>map(formula).toList());
    }

    /** The same with other formulas for what it says of attributes. */
    default Formula replace(Function<In, Formula> others) {
        return switch (this) {
            case Constant constant -> constant;
            case In in -> others.apply(in);
            case Not(Formula formula) -> not(formula.replace(others));
            case All(List<Formula> parts) -> allOf(parts, part -> part.replace(others));
            case Any(List<Formula> parts) -> anyOf(parts, part -> part.replace(others));
        };
    }

    /** What it says of attributes. */
    default Stream<In> atoms() {
        return switch (this) {
            case Constant ignored -> Stream.of();
            case In in -> Stream.of(in);
            case Not(Formula formula) -> formula.atoms();
            case All(List<Formula> parts) -> parts.stream().flatMap(Formula::atoms);
            case Any(List<Formula> parts) -> parts.stream().flatMap(Formula::atoms);
        };
    }
}
