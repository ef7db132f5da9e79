package org.allowput.sandbox.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import org.allowput.emulator.local.Checkout;
import org.allowput.sandbox.InterruptibleWork;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxLifecycle;
import org.allowput.sandbox.demo.Demo;
import org.allowput.sandbox.demo.DemoFiles;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The commands that start a sandbox and end it. */
final class LifecycleCommands {
    private LifecycleCommands() {}

    @Command(
            name = "up",
            description = "Starts the sandbox: the emulator, both accounts, the real cdk deploy, the function. If it is"
                    + " up, deploys the settings of -c that differ.",
            footer = {
                "",
                "Examples:",
                "  bin/sandbox up",
                "  bin/sandbox up -c optIns.replicateTags=true",
                "  bin/sandbox up --port 4999 -c trigger=eventbridge -c optIns.replicateDeletes=deletions"
            })
    static int up(@Mixin StateOption state, @Mixin StateOption.Start start) {
        PrintWriter out = state.out();
        try (Sandbox sandbox = start.lifecycle(state.directory(), out).up(start.port())) {
            out.printf(
                    "The sandbox is up at %s: put objects into s3://%s (account B) and find them in s3://%s (account"
                            + " A).%n",
                    sandbox.emulator().endpoint(), sandbox.sourceBucket(), sandbox.targetBucket());
            return 0;
        }
    }

    @Command(
            name = "demo",
            description =
                    "Starts the sandbox unless it is up, uploads the files of a folder as account B, waits for each in"
                            + " account A's bucket, compares them, and tries what has to be refused.",
            exitCodeList = "1:An object is missing or differs, or a refusal did not happen.",
            footer = {"", "Examples:", "  bin/sandbox demo", "  bin/sandbox demo docs"})
    static int demo(
            @Mixin StateOption state,
            @Mixin StateOption.Start start,
            @Parameters(
                            arity = "0..1",
                            paramLabel = "DIRECTORY",
                            description = "Whose files to upload. Default: this repository's own files.")
                    @Nullable
                    Path folder) {
        Path files = folder == null
                ? Checkout.current().root()
                : folder.toAbsolutePath().normalize();
        DemoFiles.of(files);
        SandboxLifecycle lifecycle = start.lifecycle(state.directory(), state.out());
        return lifecycle.isUp()
                ? demo(lifecycle, start.port(), files, state.out())
                : InterruptibleWork.withUndo(lifecycle::undo, () -> demo(lifecycle, start.port(), files, state.out()));
    }

    private static int demo(SandboxLifecycle lifecycle, int port, Path files, PrintWriter out) {
        try (Sandbox sandbox = lifecycle.up(port)) {
            boolean asExpected = new Demo(sandbox, out).run(files);
            out.println();
            out.println(
                    asExpected
                            ? "Everything is as expected. The sandbox stays up:"
                                    + " bin/sandbox --help says what else to try, bin/sandbox down ends it."
                            : "NOT everything is as expected: see above, and bin/sandbox logs.");
            return asExpected ? 0 : 1;
        }
    }

    @Command(
            name = "down",
            description = "Stops what up started, and nothing else. All data in the sandbox is deleted.",
            footer = {"", "Examples:", "  bin/sandbox down"})
    static int down(@Mixin StateOption state) {
        boolean stopped = new SandboxLifecycle(Checkout.current(), state.directory(), Map.of(), ignored -> {}).down();
        state.out().println(stopped ? "The sandbox is down." : "The sandbox was not up.");
        return 0;
    }
}
