package org.allowput.sandbox.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
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
                    + " up, deploys the settings of -c that differ; with another name, a deployment beside the others.",
            footer = {
                "",
                "Examples:",
                "  bin/sandbox up",
                "  bin/sandbox up -c optIns.replicateTags=true",
                "  bin/sandbox up -c name=prod",
                "  bin/sandbox up --port 4999 -c trigger=eventbridge -c optIns.replicateDeletes=deletions"
            })
    static int up(@Mixin StateOption state, @Mixin StateOption.Start start) {
        PrintWriter out = state.out();
        for (String name :
                start.lifecycle(state.directory(), out).up(start.port()).deployments()) {
            try (Sandbox sandbox = Sandbox.attach(state.directory(), name)) {
                out.printf(
                        "The %s is up at %s: put objects into s3://%s (account B) and find them in s3://%s (account"
                                + " A).%n",
                        name.isEmpty() ? "sandbox" : "deployment " + name,
                        sandbox.emulator().endpoint(),
                        sandbox.sourceBucket(),
                        sandbox.targetBucket());
            }
        }
        return 0;
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
            @Mixin StateOption.DeploymentName deployment,
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
        Supplier<Integer> demo = () -> {
            lifecycle.up(start.port());
            return demo(deployment.attach(state, start.name()), files, state.out());
        };
        return lifecycle.isUp() ? demo.get() : InterruptibleWork.withUndo(lifecycle::undo, demo);
    }

    private static int demo(Sandbox up, Path files, PrintWriter out) {
        try (Sandbox sandbox = up) {
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
