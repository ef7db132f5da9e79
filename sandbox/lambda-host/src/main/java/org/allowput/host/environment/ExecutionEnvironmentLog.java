package org.allowput.host.environment;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.allowput.host.function.DeployedFunction;
import org.allowput.host.function.InitializationType;
import org.allowput.host.invocation.Invocation;
import org.allowput.host.settings.LogEvent;

/**
 * The log of one environment, with the lines that Lambda adds to what the function prints. See <a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/java-logging.html">log output of Java functions</a>.
 */
final class ExecutionEnvironmentLog {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy/MM/dd", Locale.ROOT);

    private final DeployedFunction function;
    private final Consumer<LogEvent> sink;
    private final String stream;

    ExecutionEnvironmentLog(DeployedFunction function, Consumer<LogEvent> sink) {
        this.function = function;
        this.sink = sink;
        this.stream = DAY.format(LocalDate.now(ZoneOffset.UTC)) + "/[" + function.version() + "]"
                + UUID.randomUUID().toString().replace("-", "");
    }

    String stream() {
        return stream;
    }

    void line(String message) {
        sink.accept(new LogEvent(Instant.now(), stream, message));
    }

    void initStart() {
        line("INIT_START Runtime Version: java:25");
    }

    void initFailed(Duration init, String errorType) {
        line("INIT_REPORT Init Duration: " + milliseconds(init) + " ms\tPhase: init\tStatus: error\tError Type: "
                + errorType);
    }

    void restored(Duration restore) {
        line("RESTORE_REPORT Restore Duration: " + milliseconds(restore) + " ms");
    }

    void start(Invocation invocation) {
        line("START RequestId: " + invocation.id() + " Version: " + function.version());
    }

    /**
     * END and REPORT.
     *
     * @param start how long the start of the environment took: given for its first invocation, and billed with it
     */
    void end(Invocation invocation, Duration duration, Optional<Duration> start, long memoryMiB, Status status) {
        boolean snapStart = function.initialization() == InitializationType.SNAP_START;
        Duration billed = snapStart ? duration : start.map(duration::plus).orElse(duration);
        line("END RequestId: " + invocation.id());
        line("REPORT RequestId: " + invocation.id()
                + "\tDuration: " + milliseconds(duration) + " ms"
                + "\tBilled Duration: " + wholeMilliseconds(billed) + " ms"
                + "\tMemory Size: " + function.memoryMiB() + " MB"
                + "\tMax Memory Used: " + memoryMiB + " MB"
                + start.map(took -> snapStart ? restore(took) : "\tInit Duration: " + milliseconds(took) + " ms")
                        .orElse("")
                + status.text);
    }

    private static String restore(Duration took) {
        return "\tRestore Duration: " + milliseconds(took) + " ms\tBilled Restore Duration: " + wholeMilliseconds(took)
                + " ms";
    }

    private static long wholeMilliseconds(Duration duration) {
        return Math.ceilDiv(duration.toNanos(), 1_000_000);
    }

    private static String milliseconds(Duration duration) {
        return String.format(Locale.ROOT, "%.2f", duration.toNanos() / 1e6);
    }

    /** What REPORT says of the end of an invocation; nothing where the runtime answered, be it with an error. */
    enum Status {
        ANSWERED(""),
        TIMEOUT("\tStatus: timeout"),
        EXITED("\tStatus: error\tError Type: Runtime.ExitError");

        private final String text;

        Status(String text) {
            this.text = text;
        }
    }
}
