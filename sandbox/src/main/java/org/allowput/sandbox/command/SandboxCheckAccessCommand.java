package org.allowput.sandbox.command;

import java.util.concurrent.Callable;
import org.allowput.ops.access.AccessReport;
import org.allowput.ops.cli.Output;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxAccess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "check-access",
        description = "Tries what the role of account A allows and what it has to deny, and removes what it created.",
        exitCodeList = "1:An answer is not the expected one.",
        footer = {
            "",
            "bin/check-access does the same on AWS.",
            "Examples:",
            "  bin/sandbox check-access",
            "  bin/sandbox check-access --json    {\"who\", \"action\", \"expected\", \"happened\", \"asExpected\"}"
        })
final class SandboxCheckAccessCommand implements Callable<Integer> {
    @Mixin
    private StateOption state = new StateOption();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        try (Sandbox sandbox = state.attach()) {
            return new AccessReport(SandboxAccess.check(sandbox)).print(output);
        }
    }
}
