package org.allowput.ops.cli;

import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command of an operator. The module that has it names it in {@code META-INF/services}. */
public abstract class OperatorCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command = CommandSpec.create();

    @Mixin
    protected Output output = new Output();

    /** That the command line is wrong. */
    protected final ParameterException wrong(String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }

    /** The options of some names as they were typed, each with a blank before it; none of the values of a map. */
    protected final String typed(Predicate<String> names) {
        return command.commandLine().getParseResult().matchedOptionsSet().stream()
                .filter(option -> names.test(option.longestName()))
                .flatMap(option -> option.originalStringValues().stream()
                        .map(value -> option.isMultiValue() ? value.replaceFirst("(?s)=.*", "=VALUE") : value)
                        .map(value -> " " + option.longestName() + " " + EscapedText.shellWord(value)))
                .collect(Collectors.joining());
    }
}
