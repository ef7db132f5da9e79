package org.allowput.sandbox.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.allowput.emulator.local.Checkout;
import org.allowput.sandbox.InterruptibleWork;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxLifecycle;
import org.allowput.sandbox.demo.Demo;
import org.allowput.sandbox.demo.DemoFiles;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        description =
                "Starts the sandbox unless it is up, uploads the files of a folder as account B, waits for each in"
                        + " account A's bucket, compares them, and tries what has to be refused.",
        exitCodeList = "1:An object is missing or differs, or a refusal did not happen.",
        footer = {"", "Examples:", "  bin/sandbox demo", "  bin/sandbox demo docs", "  bin/sandbox report    its charts"
        })
final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private StateOption state = new StateOption();

    @Mixin
    private StateOption.Start start = new StateOption.Start();

    @Parameters(
            arity = "0..1",
            paramLabel = "DIRECTORY",
            description = "Whose files to upload. Default: this repository's own files.")
    private @Nullable Path folder;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Path files = folder == null
                ? Checkout.current().root()
                : folder.toAbsolutePath().normalize();
        DemoFiles.of(files);
        SandboxLifecycle lifecycle = start.lifecycle(state.directory(), out);
        return lifecycle.isUp()
                ? run(lifecycle, files, out)
                : InterruptibleWork.withUndo(lifecycle::undo, () -> run(lifecycle, files, out));
    }

    private int run(SandboxLifecycle lifecycle, Path files, PrintWriter out) {
        try (Sandbox sandbox = lifecycle.up(start.port())) {
            boolean asExpected = new Demo(sandbox, out).run(files);
            out.println();
            out.println(
                    asExpected
                            ? "Everything is as expected. bin/sandbox report draws it. The sandbox stays up:"
                                    + " bin/sandbox --help says what else to try, bin/sandbox down ends it."
                            : "NOT everything is as expected: see above, and bin/sandbox logs.");
            return asExpected ? 0 : 1;
        }
    }
}
