package org.allowput.sandbox.simulation;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.allowput.sandbox.contract.SynthesizedTemplate;
import org.jspecify.annotations.Nullable;

/**
 * What the templates of both accounts deploy, as tests of their module wrote them.
 *
 * @param definition of the workflow for large objects
 * @param interrupted the pattern of the rule that sends events of its executions to the dead-letter queue
 * @param lifecycles the rules of the buckets, by the beginning of their logical ids
 * @param stopsRecursion whether Lambda stops the function of events when it invokes itself, as is the default
 */
public record SimulatedTemplate(
        Map<?, ?> definition, Map<?, ?> interrupted, Map<String, List<?>> lifecycles, boolean stopsRecursion) {
    public static final String OPERATIONS = "OperationsBucket";
    public static final String TARGET = "TargetBucket";

    public static SimulatedTemplate read() {
        SynthesizedTemplate source = SynthesizedTemplate.read("source");
        Map<?, ?> rule = source.properties("AWS::Events::Rule", "").findFirst().orElseThrow();
        return new SimulatedTemplate(
                source.workflow(),
                SynthesizedTemplate.object(rule, "EventPattern"),
                Map.of(
                        OPERATIONS, lifecycle("source", OPERATIONS),
                        TARGET, lifecycle("target", TARGET)),
                source.properties("AWS::Lambda::Function", "ReplicationFunction")
                        .noneMatch(function -> "Allow".equals(function.get("RecursiveLoop"))));
    }

    public SimulatedTemplate withDefinition(Map<?, ?> other) {
        return new SimulatedTemplate(other, interrupted, lifecycles, stopsRecursion);
    }

    public SimulatedTemplate withInterrupted(Map<?, ?> other) {
        return new SimulatedTemplate(definition, other, lifecycles, stopsRecursion);
    }

    public SimulatedTemplate withLifecycle(String bucket, List<?> rules) {
        Map<String, List<?>> others = new TreeMap<>(lifecycles);
        others.put(bucket, rules);
        return new SimulatedTemplate(definition, interrupted, others, stopsRecursion);
    }

    public SimulatedTemplate withDefaultRecursion() {
        return new SimulatedTemplate(definition, interrupted, lifecycles, true);
    }

    private static List<?> lifecycle(String template, String bucket) {
        Map<?, ?> properties = SynthesizedTemplate.read(template)
                .properties("AWS::S3::Bucket", bucket)
                .findFirst()
                .orElseThrow();
        return (List<?>) Objects.requireNonNull(
                SynthesizedTemplate.object(properties, "LifecycleConfiguration").get("Rules"));
    }

    /**
     * Whether a pattern of EventBridge matches.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html">Operators of
     *     event patterns</a>
     */
    static boolean matches(Object pattern, Map<?, ?> event) {
        for (Map.Entry<?, ?> field : ((Map<?, ?>) pattern).entrySet()) {
            boolean matches;
            if (field.getKey().equals("$or")) {
                matches = ((List<?>) field.getValue()).stream().anyMatch(each -> matches(each, event));
            } else if (field.getValue() instanceof Map<?, ?> nested) {
                matches = event.get(field.getKey()) instanceof Map<?, ?> value && matches(nested, value);
            } else {
                Object value = event.get(field.getKey());
                matches = ((List<?>) field.getValue()).stream().anyMatch(each -> matchesValue(each, value));
            }
            if (!matches) {
                return false;
            }
        }
        return true;
    }

    private static boolean matchesValue(Object rule, @Nullable Object value) {
        if (rule instanceof Map<?, ?> operator) {
            if (operator.containsKey("exists")) {
                boolean exists = value != null;
                return Boolean.valueOf(exists).equals(operator.get("exists"));
            }
            if (operator.containsKey("anything-but")) {
                return value != null && !value.equals(operator.get("anything-but"));
            }
            // The ARN of the state machine, which the template joins.
            return true;
        }
        return rule.equals(value);
    }
}
