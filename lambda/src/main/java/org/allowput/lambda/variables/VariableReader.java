package org.allowput.lambda.variables;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.allowput.contract.FunctionVariable;

/**
 * Reads values of environment variables, and collects every problem with them. A problem shows the value: a secret is
 * read by {@link #optional}.
 */
public final class VariableReader {
    private static final int MIB = 1024 * 1024;

    private final Map<String, String> variables;
    private final List<String> problems = new ArrayList<>();

    public VariableReader(Map<String, String> variables) {
        this.variables = variables;
    }

    /** The problems that were found so far, each with the name of its variable. */
    public List<String> problems() {
        return problems;
    }

    /**
     * The value of a variable, which can be absent.
     *
     * @param name a {@link FunctionVariable} or a text. An empty value counts as absent, as the CDK cannot remove a
     *     variable
     */
    public Optional<String> optional(Object name) {
        return Optional.ofNullable(variables.get(name.toString())).filter(value -> !value.isEmpty());
    }

    /**
     * The value of a variable that has to be set. A value that is missing or does not match is a problem.
     *
     * @param expected completes "expected …"
     * @return empty if it is missing
     */
    public String required(Object name, String pattern, String expected) {
        Optional<String> value = optional(name);
        if (value.isEmpty() || !Pattern.matches(pattern, value.get())) {
            problems.add(
                    name + " is " + value.map(seen -> "'" + seen + "'").orElse("missing") + "; expected " + expected);
        }
        return value.orElse("");
    }

    /** The number of a variable within its bounds; its default if it is absent. */
    public int number(FunctionVariable variable) {
        Optional<String> value = optional(variable);
        try {
            int number = value.map(Integer::parseInt).orElse(variable.byDefault());
            if (number >= variable.least() && number <= variable.most()) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below, as any other value out of range.
        }
        problems.add("%s is '%s'; expected a whole number from %d to %d"
                .formatted(variable, value.orElse(""), variable.least(), variable.most()));
        return variable.byDefault();
    }

    /** The bytes of a variable that is a number of MiB. */
    public long mebibytes(FunctionVariable variable) {
        return (long) number(variable) * MIB;
    }

    /** Whether a variable is {@code true}; {@code false} if it is absent. */
    public boolean flag(FunctionVariable variable) {
        String value = optional(variable).orElse("false");
        if (!value.equals("true") && !value.equals("false")) {
            problems.add(variable + " is '" + value + "'; expected true or false");
        }
        return value.equals("true");
    }
}
