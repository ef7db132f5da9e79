package org.allowput.sandbox.status;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.allowput.contract.OutcomeLabel;
import org.allowput.ops.cli.ByteSize;
import org.allowput.ops.queue.QueueDepth;
import org.allowput.ops.where.CopyProgress;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.log.OutcomeCounts;
import org.allowput.sandbox.log.Quantiles;

/**
 * How far replication is at one moment: each number as S3, SQS or the function's log gave it.
 *
 * @param put objects in the source bucket
 * @param queue messages that nobody has taken, and that the function has taken and not answered yet
 * @param deadLetters messages in the dead-letter queue
 * @param tally events by how they ended last, and the pace of the last ten seconds: to be looked at before it counts on
 * @param largeObjects the copies of large objects that run
 */
public record LiveStatus(
        Instant time,
        long put,
        QueueDepth queue,
        long deadLetters,
        OutcomeCounts tally,
        List<CopyProgress> largeObjects) {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    /** How many objects the source bucket holds. */
    public static long objectsIn(Sandbox sandbox) {
        return sandbox
                .source()
                .s3()
                .listObjectsV2Paginator(request -> request.bucket(sandbox.sourceBucket()))
                .contents()
                .stream()
                .count();
    }

    /** Under names that do not change. */
    public Map<String, Object> json() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("time", time.toString());
        fields.put("put", put);
        fields.put("waiting", queue.waiting());
        fields.put("inFlight", queue.inFlight());
        for (OutcomeLabel kind : OutcomeLabel.values()) {
            fields.put(kind == OutcomeLabel.WAITING ? "waitingForTag" : kind.label(), tally.count(kind));
        }
        fields.put("deadLetters", deadLetters);
        fields.put("bytes", tally.bytes());
        fields.put("perSecond", tally.copiesPerSecond(time));
        fields.put("lagMillis", tally.lag(time));
        fields.put("largeObjects", largeObjects);
        return fields;
    }

    /** In one line, without the time: equal lines mean that nothing moved. */
    public String line() {
        return "put %d, waiting %d, in flight %d, replicated %d, deleted %d, skipped %d, failed %d, dead letters %d, %s%s"
                .formatted(
                        put,
                        queue.waiting(),
                        queue.inFlight(),
                        tally.count(OutcomeLabel.COPIED),
                        tally.count(OutcomeLabel.DELETED),
                        tally.count(OutcomeLabel.SKIPPED),
                        tally.count(OutcomeLabel.FAILED),
                        deadLetters,
                        pace(),
                        largeObjects.stream()
                                .map(progress -> ", " + progress.line())
                                .collect(Collectors.joining()));
    }

    /** For a terminal. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(
                "  put into B    %,9d objects in the bucket".formatted(put),
                "  queue depth   %,9d waiting".formatted(queue.waiting()),
                "  in flight     %,9d with the function".formatted(queue.inFlight()),
                "  replicated    %,9d, %s".formatted(tally.count(OutcomeLabel.COPIED), ByteSize.text(tally.bytes())),
                "  deleted       %,9d".formatted(tally.count(OutcomeLabel.DELETED)),
                "  skipped       %,9d".formatted(tally.count(OutcomeLabel.SKIPPED)),
                "  failed        %,9d, %d in the dead-letter queue"
                        .formatted(tally.count(OutcomeLabel.FAILED), deadLetters),
                "  last 10 s     " + pace()));
        largeObjects.forEach(progress -> lines.add("  large object  " + progress.line()));
        lines.add("  " + CLOCK.format(time) + "; Ctrl-C ends this, and the sandbox goes on");
        return lines;
    }

    private String pace() {
        double perSecond = tally.copiesPerSecond(time);
        Quantiles lag = tally.lag(time);
        return perSecond == 0
                ? "no copies"
                : String.format(
                        Locale.ROOT,
                        "%.1f copies a second, lag median %d ms, 95 %% within %d ms, longest %d ms",
                        perSecond,
                        lag.median(),
                        lag.p95(),
                        lag.longest());
    }
}
