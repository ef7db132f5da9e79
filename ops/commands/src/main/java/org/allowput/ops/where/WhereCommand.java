package org.allowput.ops.where;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.allowput.ops.aws.SourceStackOptions;
import org.allowput.ops.cli.OperatorCommand;
import org.allowput.ops.cli.Output;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "where",
        description = "Prints where one object is: copied, waiting, failing, in the workflow for large objects, in the"
                + " dead-letter queue, excluded or gone; by which evidence, and what to type next.",
        exitCodeList = "1:The object is not copied, or not known to be.",
        footer = {
            "",
            "It changes nothing; messages of the dead-letter queue are invisible while they are read."
                    + " Details: docs/commands.md#where.",
            "Examples:",
            "  bin/where in/a.csv",
            "  bin/where --name prod --json in/a.csv",
            "  bin/where -- -key-with-a-hyphen"
        })
public final class WhereCommand implements OperatorCommand {
    @Spec
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private SourceStackOptions stack = new SourceStackOptions();

    @Parameters(paramLabel = "KEY", description = "The key in the source bucket.")
    private String key = "";

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Log and receipts are read from then on, such as 2026-01-31T00:00:00Z. Default: since the"
                    + " object last changed; for a day if it is gone.")
    private @Nullable Instant since;

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        if (key.isEmpty()) {
            throw new ParameterException(command.commandLine(), "KEY is empty, expected the key of an object");
        }
        return stack.run(deployed -> {
            Answer answer = new Search(
                            deployed,
                            key,
                            Optional.ofNullable(since),
                            Instant.now(),
                            stack.typed(),
                            output.errorWriter(),
                            new LinkedHashMap<>())
                    .answer();
            output.print(answer.json(), answer.text());
            return answer.exitCode();
        });
    }
}
