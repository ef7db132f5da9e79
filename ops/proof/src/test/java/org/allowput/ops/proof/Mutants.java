package org.allowput.ops.proof;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.allowput.ops.proof.deployed.TargetDeployment;
import org.allowput.policy.Policy;
import org.allowput.policy.PolicyException;

/** Records with one node of a policy within them changed: left out, inverted, or with another text. */
final class Mutants {
    private static final List<String> TEXTS = List.of(
            "*",
            "s3:*",
            "s3:GetObject",
            "sts:*",
            "sts:TagSession",
            "arn:aws:s3:::*",
            "arn:aws:s3:::target",
            "arn:aws:s3:::target/x",
            "arn:aws:s3:::other/*",
            "222222222222",
            "333333333333",
            "true",
            "false",
            "StringNotEquals",
            "StringLike",
            "StringEqualsIfExists",
            "ForAllValues:StringEquals",
            "ArnLike",
            "Null");

    private Mutants() {}

    static Stream<TargetDeployment> of(TargetDeployment original) {
        return of(original, false).map(TargetDeployment.class::cast);
    }

    private static Stream<Object> of(Object node, boolean inPolicy) {
        return switch (node) {
            case Record each -> ofRecord(each, inPolicy || node instanceof Policy);
            case List<?> list ->
                IntStream.range(0, list.size()).boxed().flatMap(at -> {
                    List<Object> without = new ArrayList<>(list);
                    Object element = without.remove((int) at);
                    Stream<Object> changed = of(element, inPolicy).map(other -> {
                        List<Object> others = new ArrayList<>(without);
                        others.add(at, other);
                        return others;
                    });
                    return inPolicy ? Stream.concat(Stream.of(without), changed) : changed;
                });
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .flatMap(entry -> of(entry.getValue(), inPolicy).map(value -> {
                            Map<Object, Object> changed = new TreeMap<>(map);
                            changed.put(entry.getKey(), value);
                            return changed;
                        }));
            case Optional<?> optional ->
                optional.stream().flatMap(value -> of(value, inPolicy)).map(Optional::of);
            case Boolean flag when inPolicy -> Stream.of(!flag);
            case String ignored when inPolicy -> TEXTS.stream().map(text -> text);
            default -> Stream.of();
        };
    }

    private static Stream<Object> ofRecord(Record each, boolean inPolicy) {
        RecordComponent[] components = each.getClass().getRecordComponents();
        Object[] values = Arrays.stream(components)
                .map(component -> read(each, component))
                .toArray();
        return IntStream.range(0, components.length)
                .boxed()
                .flatMap(at -> of(values[at], inPolicy).flatMap(changed -> {
                    Object[] others = values.clone();
                    others[at] = changed;
                    return make(each.getClass(), components, others).stream();
                }));
    }

    private static Object read(Record each, RecordComponent component) {
        try {
            return component.getAccessor().invoke(each);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Empty if these values are no part of a policy. */
    private static Optional<Object> make(Class<?> type, RecordComponent[] components, Object[] values) {
        try {
            return Optional.of(type.getDeclaredConstructor(Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class[]::new))
                    .newInstance(values));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof PolicyException) {
                return Optional.empty();
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
