package org.allowput.ops.aws;

import java.io.BufferedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.contract.StackOutput;
import org.allowput.ops.cli.Operations;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.ParameterException;
import software.amazon.awssdk.core.SdkClient;

/** Runs commands about a stack with the outputs of a small deployment, to which a test may add others. */
public final class CommandRun {
    public final Map<String, String> outputs = new TreeMap<>();
    public final FakeAws aws;
    /** What the last command has printed. */
    public final StringWriter out = new StringWriter();

    public final StringWriter err = new StringWriter();

    public CommandRun(SdkClient... clients) {
        aws = new FakeAws(clients);
        output(StackOutput.SOURCE_BUCKET_NAME, "source");
        output(StackOutput.TARGET_BUCKET_NAME, "target");
        output(StackOutput.OPERATIONS_BUCKET_NAME, "operations");
        output(StackOutput.RECEIPTS_KEPT_DAYS, "90");
        output(StackOutput.SELECTION, "[{}]");
        output(StackOutput.QUEUE_URL, "queue");
        output(StackOutput.DEAD_LETTER_QUEUE_URL, "dead");
        output(StackOutput.FUNCTION_ALIAS_ARN, "arn:aws:lambda:us-east-1:222222222222:function:f:live");
    }

    public void output(StackOutput name, String value) {
        outputs.put(name.id(), value);
    }

    public DeployedStack stack() {
        return new DeployedStack(aws.services(), new StackOutputs("S", outputs));
    }

    /** Runs the command as it would be typed; returns the exit code. */
    public int run(StackCommand command, String... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine line = Operations.commandLine(command, "bin/the-command");
        return line.setOut(new PrintWriter(new BufferedWriter(out)))
                .setErr(new PrintWriter(new BufferedWriter(err), true))
                .setExecutionStrategy(parsed -> {
                    try {
                        command.check();
                        return command.run(stack());
                    } catch (ParameterException e) {
                        throw e;
                    } catch (Exception e) {
                        throw new ExecutionException(line, "", e);
                    }
                })
                .execute(words);
    }
}
