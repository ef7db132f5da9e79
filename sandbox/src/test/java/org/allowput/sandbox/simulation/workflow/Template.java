package org.allowput.sandbox.simulation.workflow;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What the template of the source account deploys, as a test of its module wrote it.
 *
 * @param definition of the workflow for large objects
 * @param interrupted the pattern of the rule that sends events of its executions to the dead-letter queue
 */
public record Template(Map<?, ?> definition, Map<?, ?> interrupted) {
    private static final Path FILE = Path.of("..", "infra", "src", "test", "resources", "snapshots", "source.json");

    public static Template read() {
        try {
            Map<?, ?> resources = (Map<?, ?>) Objects.requireNonNull(
                    JSON.std.mapFrom(Files.readString(FILE)).get("Resources"));
            Map<?, ?> machine = properties(resources, "AWS::StepFunctions::StateMachine");
            Map<?, ?> rule = properties(resources, "AWS::Events::Rule");
            return new Template(JSON.std.mapFrom(literals(machine.get("DefinitionString"))), (Map<?, ?>)
                    Objects.requireNonNull(rule.get("EventPattern")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<?, ?> properties(Map<?, ?> resources, String type) {
        return resources.values().stream()
                .map(resource -> (Map<?, ?>) resource)
                .filter(resource -> type.equals(resource.get("Type")))
                .map(resource -> (Map<?, ?>) Objects.requireNonNull(resource.get("Properties")))
                .findFirst()
                .orElseThrow();
    }

    private static String literals(Object join) {
        List<?> joined = (List<?>) Objects.requireNonNull(((Map<?, ?>) join).get("Fn::Join"));
        return ((List<?>) joined.getLast())
                .stream()
                        .map(part -> part instanceof String literal ? literal : "x")
                        .collect(Collectors.joining());
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

    private static boolean matchesValue(Object rule, Object value) {
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
