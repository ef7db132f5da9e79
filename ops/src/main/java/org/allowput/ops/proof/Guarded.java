package org.allowput.ops.proof;

import java.util.List;
import java.util.stream.Stream;

/**
 * A value that a template has only under conditions of its section {@code Conditions}.
 *
 * @param guard all that must hold; empty if the template always has the value
 */
record Guarded<T>(T value, List<When> guard) {
    Guarded {
        guard = List.copyOf(guard);
    }

    static <T> Guarded<T> always(T value) {
        return new Guarded<>(value, List.of());
    }

    /** The same value, under further conditions. */
    Guarded<T> under(List<When> further) {
        return new Guarded<>(
                value, Stream.concat(further.stream(), guard.stream()).toList());
    }

    /** Another value, under the same conditions. */
    <R> Guarded<R> with(R other) {
        return new Guarded<>(other, guard);
    }
}
