package org.allowput.ops.where;

import java.time.Instant;
import java.util.Optional;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.StackCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "where", exitCodeList = "1:The object is not copied, or not known to be.")
public final class WhereCommand extends StackCommand {
    @Parameters(paramLabel = "KEY", description = "The key in the source bucket.")
    private String key = "";

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Log and receipts are read from then on (1d, 2026-01-31T00:00:00Z), but not from before"
                    + " the object last changed. Default: since then; for a day if it is gone.")
    private @Nullable Instant since;

    @Override
    protected void check() {
        if (key.isEmpty()) {
            throw wrong("KEY is empty, expected the key of an object");
        }
    }

    @Override
    protected int run(DeployedStack deployed) {
        ObjectEvidence evidence = new ObjectEvidence(deployed, key);
        ObjectAnswer answer =
                new ObjectVerdict(evidence, key, Instant.now(), typed()).answer(Optional.ofNullable(since));
        output.print(answer, answer.text());
        return answer.exitCode();
    }
}
