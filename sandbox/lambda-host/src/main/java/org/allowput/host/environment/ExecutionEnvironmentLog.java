package org.allowput.host.environment;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import org.allowput.host.function.DeployedFunction;
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

    void initFailed(String errorType) {
        line("INIT_REPORT Phase: init\tStatus: error\tError Type: " + errorType);
    }

    void start(Invocation invocation) {
        line("START RequestId: " + invocation.id() + " Version: " + function.version());
    }

    /** END, and of REPORT the duration and the status. */
    void end(Invocation invocation, Duration duration, Status status) {
        line("END RequestId: " + invocation.id());
        line("REPORT RequestId: " + invocation.id()
                + String.format(Locale.ROOT, "\tDuration: %.2f ms", duration.toNanos() / 1e6) + status.text);
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
