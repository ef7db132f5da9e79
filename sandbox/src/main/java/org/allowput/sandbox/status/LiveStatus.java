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
import org.allowput.ops.aws.QueueDepth;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.log.LoggedOutcome.Kind;
import org.allowput.sandbox.log.OutcomeCounts;
import org.allowput.sandbox.log.Quantiles;
import org.allowput.sandbox.report.ByteSize;

/**
 * How far replication is at one moment: each number as S3, SQS or the function's log gave it.
 *
 * @param put objects in the source bucket
 * @param waiting messages in the queue that nobody has taken
 * @param inFlight messages that the function has taken and not answered yet
 * @param deadLetters messages in the dead-letter queue
 * @param ended events by how they ended last
 * @param bytes that were copied
 * @param perSecond copies a second over the last ten seconds
 * @param lagMillis from event to acknowledgement, over the last ten seconds
 * @param largeObjects the copies of large objects that run
 */
public record LiveStatus(
        Instant time,
        long put,
        long waiting,
        long inFlight,
        long deadLetters,
        Map<Kind, Long> ended,
        long bytes,
        double perSecond,
        Quantiles lagMillis,
        List<LargeObjectProgress> largeObjects) {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    public static LiveStatus of(
            Instant time,
            long put,
            QueueDepth queue,
            long deadLetters,
            OutcomeCounts tally,
            List<LargeObjectProgress> largeObjects) {
        Map<Kind, Long> ended = new LinkedHashMap<>();
        for (Kind kind : Kind.values()) {
            ended.put(kind, tally.count(kind));
        }
        return new LiveStatus(
                time,
                put,
                queue.waiting(),
                queue.inFlight(),
                deadLetters,
                ended,
                tally.bytes(),
                tally.copiesPerSecond(time),
                tally.lag(time),
                largeObjects);
    }

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

    private long ended(Kind kind) {
        return ended.getOrDefault(kind, 0L);
    }

    /** Under names that do not change. */
    public Map<String, Object> json() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("time", time.toString());
        fields.put("put", put);
        fields.put("waiting", waiting);
        fields.put("inFlight", inFlight);
        ended.forEach((kind, count) -> fields.put(kind.label(), count));
        fields.put("deadLetters", deadLetters);
        fields.put("bytes", bytes);
        fields.put("perSecond", perSecond);
        fields.put(
                "lagMillis",
                Map.of("median", lagMillis.median(), "p95", lagMillis.p95(), "longest", lagMillis.longest()));
        fields.put(
                "largeObjects",
                largeObjects.stream().map(LargeObjectProgress::json).toList());
        return fields;
    }

    /** In one line, without the time: equal lines mean that nothing moved. */
    public String line() {
        return "put %d, waiting %d, in flight %d, replicated %d, deleted %d, skipped %d, failed %d, dead letters %d, %s%s"
                .formatted(
                        put,
                        waiting,
                        inFlight,
                        ended(Kind.COPIED),
                        ended(Kind.DELETED),
                        ended(Kind.SKIPPED),
                        ended(Kind.FAILED),
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
                "  queue depth   %,9d waiting".formatted(waiting),
                "  in flight     %,9d with the function".formatted(inFlight),
                "  replicated    %,9d, %s".formatted(ended(Kind.COPIED), ByteSize.text(bytes)),
                "  deleted       %,9d".formatted(ended(Kind.DELETED)),
                "  skipped       %,9d".formatted(ended(Kind.SKIPPED)),
                "  failed        %,9d, %d in the dead-letter queue".formatted(ended(Kind.FAILED), deadLetters),
                "  last 10 s     " + pace()));
        largeObjects.forEach(progress -> lines.add("  large object  " + progress.line()));
        lines.add("  " + CLOCK.format(time) + "; Ctrl-C ends this, and the sandbox goes on");
        return lines;
    }

    private String pace() {
        if (perSecond == 0) {
            return "no copies";
        }
        return String.format(
                Locale.ROOT,
                "%.1f copies a second, lag median %d ms, 95 %% within %d ms, longest %d ms",
                perSecond,
                lagMillis.median(),
                lagMillis.p95(),
                lagMillis.longest());
    }
}
