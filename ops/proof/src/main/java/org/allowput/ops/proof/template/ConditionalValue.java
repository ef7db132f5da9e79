package org.allowput.ops.proof.template;

import java.util.List;
import java.util.stream.Stream;

/**
 * A value that a template has only under conditions of its section {@code Conditions}.
 *
 * @param guard all that must hold; empty if the template always has the value
 */
public record ConditionalValue<T>(T value, List<ConditionValue> guard) {
    public ConditionalValue {
        guard = List.copyOf(guard);
    }

    public static <T> ConditionalValue<T> always(T value) {
        return new ConditionalValue<>(value, List.of());
    }

    /** The same value, under further conditions. */
    public ConditionalValue<T> under(List<ConditionValue> further) {
        return new ConditionalValue<>(
                value, Stream.concat(further.stream(), guard.stream()).toList());
    }

    /** Another value, under the same conditions. */
    public <R> ConditionalValue<R> with(R other) {
        return new ConditionalValue<>(other, guard);
    }
}
