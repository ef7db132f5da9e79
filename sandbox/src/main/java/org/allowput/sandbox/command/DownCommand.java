package org.allowput.sandbox.command;

import java.util.Map;
import java.util.concurrent.Callable;
import org.allowput.emulator.local.Checkout;
import org.allowput.sandbox.SandboxLifecycle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "down",
        description = "Stops what up started, and nothing else. What the accounts held is gone then.",
        footer = {"", "Examples:", "  bin/sandbox down"})
final class DownCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private StateOption state = new StateOption();

    @Override
    public Integer call() {
        boolean stopped = new SandboxLifecycle(Checkout.current(), state.directory(), Map.of(), ignored -> {}).down();
        spec.commandLine().getOut().println(stopped ? "The sandbox is down." : "The sandbox was not up.");
        return 0;
    }
}
