package org.allowput.sandbox.command;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.allowput.ops.aws.QueueDepth;
import org.allowput.ops.cli.Output;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxException;
import org.allowput.sandbox.log.GrowingFile;
import org.allowput.sandbox.log.LoggedOutcome;
import org.allowput.sandbox.log.OutcomeCounts;
import org.allowput.sandbox.status.LargeObjectProgress;
import org.allowput.sandbox.status.LiveStatus;
import org.allowput.sandbox.status.TerminalLines;
import org.allowput.sandbox.status.ThrottledProgress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.sqs.SqsClient;

@Command(
        name = "watch",
        description =
                "Shows replication at work until Ctrl-C: objects put, waiting, in flight, replicated and failed, the"
                        + " lag, and the ranges of large objects. In a terminal it redraws; elsewhere it prints a line"
                        + " when something moved.",
        footer = {
            "",
            "Examples:",
            "  bin/sandbox watch",
            "  bin/sandbox watch --json --count 1    one reading, for a script"
        })
final class WatchCommand implements Callable<Integer> {
    @Mixin
    private StateOption state = new StateOption();

    @Mixin
    private Output output = new Output();

    @Option(
            names = "--interval",
            paramLabel = "SECONDS",
            defaultValue = "1",
            description = "From one reading to the next. Default: ${DEFAULT-VALUE} s.")
    private double interval;

    @Option(names = "--count", paramLabel = "N", description = "End after this many readings.")
    private long count = Long.MAX_VALUE;

    @Override
    public Integer call() throws InterruptedException {
        require("--interval", interval, interval > 0);
        require("--count", count, count > 0);
        try (Sandbox sandbox = state.attach()) {
            GrowingFile log = new GrowingFile(sandbox.functionLog());
            OutcomeCounts tally = new OutcomeCounts();
            Consumer<LiveStatus> show = screen(output.writer());
            for (long reading = 1; ; reading++) {
                show.accept(read(sandbox, log, tally));
                if (reading == count) {
                    return 0;
                }
                TimeUnit.MILLISECONDS.sleep((long) (interval * 1000));
            }
        }
    }

    private static void require(String option, Number value, boolean good) {
        if (!good) {
            throw new SandboxException(option + " is " + value + ": choose a number above 0.");
        }
    }

    private static LiveStatus read(Sandbox sandbox, GrowingFile log, OutcomeCounts tally) {
        log.newLines().forEach(line -> LoggedOutcome.in(line).ifPresent(tally::add));
        SqsClient sqs = sandbox.source().sqs();
        QueueDepth queue = QueueDepth.of(sqs, sandbox.queueUrl());
        long deadLetters = QueueDepth.of(sqs, sandbox.deadLetterQueueUrl()).waiting();
        return LiveStatus.of(
                Instant.now(),
                LiveStatus.objectsIn(sandbox),
                queue,
                deadLetters,
                tally,
                LargeObjectProgress.of(sandbox));
    }

    private Consumer<LiveStatus> screen(PrintWriter out) {
        if (output.isJson()) {
            return reading -> output.print(reading.json());
        }
        if (Terminal.current().redraws()) {
            TerminalLines screen = new TerminalLines(out);
            return reading -> screen.show(reading.lines());
        }
        ThrottledProgress lines = new ThrottledProgress(out);
        return reading -> lines.print(reading.line());
    }
}
