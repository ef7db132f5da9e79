package org.allowput.host.cloudwatch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.allowput.host.settings.LogEvent;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;

/**
 * The log of a function in CloudWatch, as Lambda writes it: the events of a log group, and the metrics of their lines.
 * A thread of its own writes what has come together, so that no invocation waits for it. What CloudWatch refuses is
 * reported on standard error and left out.
 */
public final class FunctionLogGroup implements Consumer<LogEvent>, AutoCloseable {
    /** Of one request, of 10,000 that CloudWatch takes: 1 MiB has fewer of the longest lines of functions. */
    private static final int MOST_EVENTS = 500;

    private static final long PAUSE_MILLIS = 200;

    private final CloudWatchLogsClient logs;
    private final EmbeddedMetrics metrics;
    private final Supplier<String> group;
    private final BlockingQueue<LogEvent> events = new LinkedBlockingQueue<>();
    private final Set<String> streams = new HashSet<>();
    private final Thread writer;

    /**
     * Begins to write.
     *
     * @param logs as an administrator of the function's account; neither client is closed here
     * @param group gives the name of the log group, once the function is deployed
     */
    public FunctionLogGroup(CloudWatchLogsClient logs, CloudWatchClient cloudWatch, Supplier<String> group) {
        this.logs = logs;
        this.metrics = new EmbeddedMetrics(cloudWatch);
        this.group = group;
        this.writer = Thread.ofVirtual().name("function-log-group").start(this::write);
    }

    @Override
    public void accept(LogEvent event) {
        events.add(event);
    }

    private void write() {
        try {
            while (true) {
                List<LogEvent> some = new ArrayList<>(List.of(events.take()));
                events.drainTo(some, MOST_EVENTS - 1);
                write(some);
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            // Closed: the file has the rest.
        }
    }

    private void write(List<LogEvent> some) {
        try {
            String name = group.get();
            Map<String, List<InputLogEvent>> byStream = new TreeMap<>();
            some.forEach(event -> byStream.computeIfAbsent(event.stream(), stream -> new ArrayList<>())
                    .add(InputLogEvent.builder()
                            .timestamp(event.time().toEpochMilli())
                            .message(event.message())
                            .build()));
            byStream.forEach((stream, ofStream) -> {
                create(name, stream);
                logs.putLogEvents(request ->
                        request.logGroupName(name).logStreamName(stream).logEvents(ofStream));
            });
            metrics.publish(some.stream().map(LogEvent::message).toList());
        } catch (IOException | SdkException e) {
            System.err.println(some.size() + " lines are not in CloudWatch: " + e.getMessage());
        }
    }

    private void create(String name, String stream) {
        if (streams.add(stream)) {
            try {
                logs.createLogStream(request -> request.logGroupName(name).logStreamName(stream));
            } catch (ResourceAlreadyExistsException e) {
                // By a request whose answer was lost.
            }
        }
    }

    @Override
    public void close() {
        writer.interrupt();
    }
}
