package org.allowput.sandbox.command;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.allowput.emulator.local.GrowingFile;
import org.allowput.ops.cli.Output;
import org.allowput.ops.queue.QueueDepth;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxException;
import org.allowput.sandbox.log.LoggedOutcome;
import org.allowput.sandbox.log.OutcomeCounts;
import org.allowput.sandbox.status.LargeObjectProgress;
import org.allowput.sandbox.status.LiveStatus;
import org.allowput.sandbox.status.TerminalLines;
import org.allowput.sandbox.status.ThrottledProgress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The command that shows how replication goes. */
final class StatusCommands {
    private StatusCommands() {}

    @Command(
            name = "watch",
            description =
                    "Shows replication at work until Ctrl-C: objects put, waiting, in flight, replicated and failed,"
                        + " the lag, and the ranges of large objects. In a terminal it redraws; elsewhere it prints a"
                        + " line when something moved.",
            footer = {
                "",
                "Examples:",
                "  bin/sandbox watch",
                "  bin/sandbox watch --json --count 1    one reading, for a script"
            })
    static int watch(
            @Mixin StateOption state,
            @Mixin Output output,
            @Option(
                            names = "--interval",
                            paramLabel = "SECONDS",
                            defaultValue = "1",
                            description = "From one reading to the next. Default: ${DEFAULT-VALUE} s.")
                    double interval,
            @Option(names = "--count", paramLabel = "N", description = "End after this many readings.") @Nullable
                    Long count)
            throws InterruptedException {
        require("--interval", interval, interval > 0);
        long readings = Objects.requireNonNullElse(count, Long.MAX_VALUE);
        require("--count", readings, readings > 0);
        try (Sandbox sandbox = state.attach()) {
            GrowingFile log = new GrowingFile(sandbox.functionLog());
            OutcomeCounts tally = new OutcomeCounts();
            Consumer<LiveStatus> show = screen(output);
            show.accept(read(sandbox, log, tally));
            for (long reading = 1; reading < readings; reading++) {
                TimeUnit.MILLISECONDS.sleep((long) (interval * 1000));
                show.accept(read(sandbox, log, tally));
            }
            return 0;
        }
    }

    private static void require(String option, Number value, boolean good) {
        if (!good) {
            throw new SandboxException(option + " is " + value + ": choose a number above 0.");
        }
    }

    private static LiveStatus read(Sandbox sandbox, GrowingFile log, OutcomeCounts tally) {
        outcomes(log).forEach(tally::add);
        SqsClient sqs = sandbox.source().sqs();
        QueueDepth queue = QueueDepth.of(sqs, sandbox.queueUrl());
        long deadLetters = QueueDepth.of(sqs, sandbox.deadLetterQueueUrl()).waiting();
        return new LiveStatus(
                Instant.now(),
                LiveStatus.objectsIn(sandbox),
                queue,
                deadLetters,
                tally,
                LargeObjectProgress.of(sandbox));
    }

    /** Those that were logged since the look before. */
    private static List<LoggedOutcome> outcomes(GrowingFile log) {
        return log.newLines().stream()
                .map(LoggedOutcome::in)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Consumer<LiveStatus> screen(Output output) {
        if (output.isJson()) {
            return reading -> output.print(reading.json());
        }
        if (Terminal.current().redraws()) {
            TerminalLines screen = new TerminalLines(output.writer());
            return reading -> screen.show(reading.lines());
        }
        ThrottledProgress lines = new ThrottledProgress(output.writer());
        return reading -> lines.print(reading.line());
    }
}
