package org.allowput.ops.where;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.SourceStackCommand;
import org.allowput.ops.cli.TimeConverter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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
public final class WhereCommand extends SourceStackCommand {
    @Spec
    private CommandSpec command = CommandSpec.create();

    @Parameters(paramLabel = "KEY", description = "The key in the source bucket.")
    private String key = "";

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "Log and receipts are read from then on (1d, 2026-01-31T00:00:00Z), but not from before"
                    + " the object last changed. Default: since then; for a day if it is gone.")
    private @Nullable Instant since;

    @Override
    public Integer call() {
        if (key.isEmpty()) {
            throw new ParameterException(command.commandLine(), "KEY is empty, expected the key of an object");
        }
        return super.call();
    }

    @Override
    protected int run(DeployedStack deployed) {
        Answer answer = new Search(
                        deployed,
                        key,
                        Optional.ofNullable(since),
                        Instant.now(),
                        stack.typed(),
                        output.errorWriter(),
                        new LinkedHashMap<>())
                .answer();
        output.print(answer, answer.text());
        return answer.exitCode();
    }
}
