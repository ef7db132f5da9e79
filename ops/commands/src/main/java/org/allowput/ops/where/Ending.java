package org.allowput.ops.where;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.contract.LogField;
import org.allowput.contract.receipt.OutcomeLabel;
import org.jspecify.annotations.Nullable;

/**
 * An ending states how an event about an object ended, by a line of the function's log or by a receipt.
 *
 * @param outcome the label of an {@link OutcomeLabel}
 * @param target the address of the copy; empty if none was tried
 * @param eTag of the version that was copied, without quotes
 * @param eventTime of the event, where it is known
 * @param execution the ARN of the workflow's execution
 * @param why the cause and the reason; empty where the outcome says all
 */
record Ending(
        Instant time,
        String sourceBucket,
        String outcome,
        Optional<String> target,
        Optional<String> eTag,
        Optional<Instant> eventTime,
        Optional<String> execution,
        String why) {
    /** An ending by a line of the log, which is a JSON object. */
    static Ending ofLine(Instant time, Map<String, ? extends @Nullable Object> line) {
        return new Ending(
                time,
                text(line, LogField.SOURCE_BUCKET).orElse(""),
                text(line, LogField.OUTCOME).orElse(""),
                target(line),
                text(line, LogField.E_TAG),
                line.get(LogField.LAG_MILLIS) instanceof Number lag
                        ? Optional.of(time.minus(Duration.ofMillis(lag.longValue())))
                        : Optional.empty(),
                text(line, LogField.EXECUTION),
                Stream.of(text(line, LogField.CAUSE), text(line, LogField.REASON))
                        .flatMap(Optional::stream)
                        .collect(Collectors.joining(": ")));
    }

    /** An ending by a row of the table {@code receipts}. */
    static Ending ofReceipt(Map<String, ? extends @Nullable Object> row) {
        return new Ending(
                time(row, "acknowledged"),
                String.valueOf(row.get("sourceBucket")),
                String.valueOf(row.get("outcome")).toLowerCase(Locale.ROOT),
                target(row),
                text(row, "eTag"),
                Optional.ofNullable((Instant) row.get("eventTime")),
                Optional.empty(),
                "");
    }

    private static Optional<String> target(Map<String, ? extends @Nullable Object> fields) {
        return text(fields, LogField.TARGET_KEY).map(key -> "s3://" + fields.get(LogField.TARGET_BUCKET) + "/" + key);
    }

    private static Optional<String> text(Map<String, ? extends @Nullable Object> fields, String name) {
        return Optional.ofNullable(fields.get(name)).map(Object::toString).filter(text -> !text.isEmpty());
    }

    boolean is(OutcomeLabel... labels) {
        return Stream.of(labels).anyMatch(label -> label.label().equals(outcome));
    }

    /**
     * Whether it is about the object as it is now, or about any version of one that is gone: a copy has its entity tag,
     * and is where the object is copied to. Its time does not suffice: that of an object in parts is when its upload
     * began, and an older version can have been copied since.
     */
    boolean isAbout(Optional<SourceVersion> source, String currentTarget) {
        return !outcome.isEmpty()
                && target.map(currentTarget::equals).orElse(true)
                && source.map(version -> !is(OutcomeLabel.DELETED, OutcomeLabel.GONE)
                                && eTag.map(version.eTag()::equals).orElse(true))
                        .orElse(true);
    }

    /** The time and the outcome, for a person. */
    String sentence() {
        return Stream.concat(
                        Stream.of(second(time) + " " + outcome),
                        Stream.of(eTag.map(tag -> "ETag " + tag), Optional.of(why))
                                .flatMap(Optional::stream)
                                .filter(text -> !text.isEmpty()))
                .collect(Collectors.joining(", "));
    }

    /** The last one, of those that are not skipped if there are any: what is skipped says nothing of a copy. */
    static Optional<Ending> last(List<Ending> endings) {
        return endings.stream()
                .reduce((one, other) -> one.is(OutcomeLabel.SKIPPED) == other.is(OutcomeLabel.SKIPPED)
                        ? (other.time.isBefore(one.time) ? one : other)
                        : (one.is(OutcomeLabel.SKIPPED) ? other : one));
    }

    /** A time of a row that has it. */
    static Instant time(Map<String, ? extends @Nullable Object> row, String column) {
        return (Instant) Objects.requireNonNull(row.get(column), column);
    }

    /** A time for people, to the second. */
    static String second(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
