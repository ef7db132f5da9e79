package org.allowput.sandbox.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

@Command(
        name = "invoke",
        description = "Invokes the function with the event in a file (see events/) and prints its own answer.",
        exitCodeList = "1:The function ended with an error.",
        footer = {"", "Examples:", "  bin/sandbox invoke events/sqs-s3-put.json"})
final class InvokeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private StateOption state = new StateOption();

    @Parameters(paramLabel = "EVENTFILE", description = "JSON.")
    private Path file = Path.of("");

    @Override
    public Integer call() throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new SandboxException(file + " is not a file: name one that holds an event as JSON.");
        }
        String event = Files.readString(file);
        try (Sandbox sandbox = state.attach()) {
            InvokeResponse answer = sandbox.invoke(event);
            spec.commandLine().getOut().println(answer.payload().asUtf8String());
            return answer.functionError() == null ? 0 : 1;
        }
    }
}
