package org.allowput.sandbox.command;

import java.util.concurrent.Callable;
import org.allowput.ops.cli.Output;
import org.allowput.ops.redrive.RedriveOptions;
import org.allowput.sandbox.Sandbox;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "redrive",
        description = "Moves the messages of the dead-letter queue back to the queue and prints how many were moved.",
        footer = {
            "",
            "bin/redrive does the same on AWS: docs/operations.md#redrive.",
            "Examples:",
            "  bin/sandbox redrive",
            "  bin/sandbox redrive --json    {\"moved\": messages}"
        })
final class SandboxRedriveCommand implements Callable<Integer> {
    @Mixin
    private StateOption state = new StateOption();

    @Mixin
    private RedriveOptions redrive = new RedriveOptions();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        try (Sandbox sandbox = state.attach()) {
            return redrive.run(sandbox.sourceStack(), output);
        }
    }
}
