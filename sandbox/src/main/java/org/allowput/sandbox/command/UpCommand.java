package org.allowput.sandbox.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.allowput.sandbox.Sandbox;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "up",
        description =
                "Starts the sandbox: the emulator, both accounts, the real cdk deploy, the function. Harmless when it"
                        + " is up.",
        footer = {
            "",
            "Examples:",
            "  bin/sandbox up",
            "  bin/sandbox up --port 4999 -c trigger=eventbridge -c optIns.replicateDeletes=true"
        })
final class UpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private StateOption state = new StateOption();

    @Mixin
    private StateOption.Start start = new StateOption.Start();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (Sandbox sandbox = start.lifecycle(state.directory(), out).up(start.port())) {
            out.printf(
                    "The sandbox is up at %s: put objects into s3://%s (account B) and find them in s3://%s (account"
                            + " A).%n",
                    sandbox.emulator().endpoint(), sandbox.sourceBucket(), sandbox.targetBucket());
            return 0;
        }
    }
}
