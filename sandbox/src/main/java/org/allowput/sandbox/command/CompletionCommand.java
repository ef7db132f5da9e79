package org.allowput.sandbox.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "completion",
        description = "Prints a script that lets bash, and zsh with bashcompinit, complete commands and options.",
        footer = {"", "Examples:", "  source <(bin/sandbox completion)"})
final class CompletionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** The shell looks a program up by the last part of its path. */
    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(AutoComplete.bash("sandbox", spec.parent().commandLine()));
        out.flush();
        return 0;
    }
}
