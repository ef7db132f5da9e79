package org.allowput.sandbox.host;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The log of one environment, with the lines that Lambda adds to what the function prints. See <a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/java-logging.html">log output of Java functions</a>.
 */
final class EnvironmentLog {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy/MM/dd", Locale.ROOT);

    private final DeployedFunction function;
    private final Consumer<LogEvent> sink;
    private final String stream;

    EnvironmentLog(DeployedFunction function, Consumer<LogEvent> sink) {
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

    /** END and REPORT. {@code init} is given for the first invocation of an environment, and is billed with it. */
    void end(Invocation invocation, Duration duration, Optional<Duration> init, long memoryMiB, Status status) {
        line("END RequestId: " + invocation.id());
        Duration billed = init.map(duration::plus).orElse(duration);
        line("REPORT RequestId: " + invocation.id()
                + "\tDuration: " + milliseconds(duration) + " ms"
                + "\tBilled Duration: " + Math.ceilDiv(billed.toNanos(), 1_000_000) + " ms"
                + "\tMemory Size: " + function.memoryMiB() + " MB"
                + "\tMax Memory Used: " + memoryMiB + " MB"
                + init.map(took -> "\tInit Duration: " + milliseconds(took) + " ms")
                        .orElse("")
                + status.text);
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
