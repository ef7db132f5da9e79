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

    /** All of them hold, or at least one. */
    record Joined(boolean all, List<Formula> parts) implements Formula {}

    static Formula and(Formula... parts) {
        return joined(true, List.of(parts));
    }

    static Formula or(Formula... alternatives) {
        return joined(false, List.of(alternatives));
    }

    private static Formula joined(boolean all, List<Formula> parts) {
        List<Formula> open = new ArrayList<>();
        for (Formula part : parts) {
            if (part == Constant.of(!all)) {
                return part;
            }
            if (part != Constant.of(all)) {
                open.addAll(
                        part instanceof Joined(boolean same, List<Formula> inner) && same == all
                                ? inner
                                : List.of(part));
            }
        }
        return open.isEmpty() ? Constant.of(all) : open.size() == 1 ? open.getFirst() : new Joined(all, open);
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
        return joined(false, alternatives.stream().<Formula>map(formula).toList());
    }

    static <T> Formula allOf(Collection<T> parts, Function<? super T, Formula> formula) {
        return joined(true, parts.stream().<Formula>map(formula).toList());
    }

    /** The same with other formulas for what it says of attributes. */
    default Formula replace(Function<In, Formula> others) {
        return switch (this) {
            case Constant constant -> constant;
            case In in -> others.apply(in);
            case Not(Formula formula) -> not(formula.replace(others));
            case Joined(boolean all, List<Formula> parts) ->
                joined(all, parts.stream().map(part -> part.replace(others)).toList());
        };
    }

    /** What it says of attributes. */
    default Stream<In> atoms() {
        return switch (this) {
            case Constant ignored -> Stream.of();
            case In in -> Stream.of(in);
            case Not(Formula formula) -> formula.atoms();
            case Joined(boolean ignored, List<Formula> parts) -> parts.stream().flatMap(Formula::atoms);
        };
    }
}
