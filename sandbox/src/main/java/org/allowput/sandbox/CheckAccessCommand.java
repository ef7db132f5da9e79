package org.allowput.sandbox;

import java.util.concurrent.Callable;
import org.allowput.sandbox.access.Attempt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "check-access",
        description = "Tries what the role is for and what has to be refused, and undoes it.",
        footer = {"", "Ends with 1 when an answer is not the expected one."})
final class CheckAccessCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private StateOption state = new StateOption();

    @Override
    public Integer call() {
        try (var sandbox = state.attach()) {
            var attempts = SandboxAccess.check(sandbox);
            Demo.print(attempts, spec.commandLine().getOut());
            return attempts.stream().allMatch(Attempt::asExpected) ? 0 : 1;
        }
    }
}
