package org.allowput.ops.event;

import java.time.InstantSource;
import java.util.List;
import org.allowput.contract.selection.Selection;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.StackCommand;
import org.allowput.ops.cli.EscapedText;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.cli.Output;
import org.allowput.ops.queue.CopyRequests;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "event")
public final class EventCommand extends StackCommand {
    /** As many as {@code bin/reconcile} sends by default. */
    private static final int PER_SECOND = 100;

    @Parameters(arity = "1..*", paramLabel = "KEY")
    private List<String> keys = List.of();

    @Option(names = "--send")
    private boolean send;

    @Override
    protected void check() {
        if (keys.contains("")) {
            throw wrong("KEY is empty, expected the key of an object");
        }
    }

    @Override
    protected int run(DeployedStack deployed) {
        CopyRequests requests = new CopyRequests(deployed, InstantSource.system());
        if (!send) {
            keys.forEach(key -> output.writer().println(requests.message(key)));
            output.writer().flush();
            return ExitStatus.OK.code();
        }
        Selection selection = deployed.outputs().selection();
        for (String key : keys) {
            selection.exclusion(key).ifPresent(rule -> {
                throw new OperationException(EscapedText.of(key) + " is not copied: " + rule
                        + ". Nothing was sent: change the rule (docs/settings.md#key-rules), or leave the key out.");
            });
        }
        long sent = requests.send(keys, PER_SECOND);
        output.printFacts(Output.facts("sentToQueue", sent, "keys", keys.size()));
        return (sent == keys.size() ? ExitStatus.OK : ExitStatus.FINDINGS).code();
    }
}
