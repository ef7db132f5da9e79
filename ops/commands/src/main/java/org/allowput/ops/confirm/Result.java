package org.allowput.ops.confirm;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.allowput.contract.object.StoredChecksum;
import org.allowput.ops.cli.EscapedText;
import org.allowput.ops.cli.Table;
import org.allowput.ops.cli.TerminalWidth;

/** Counts what is equal and what is not. Of each kind of finding it keeps the first {@value #KEPT}; threads may add. */
final class Result {
    /** The memory must not depend on how much of a bucket is not as it should be. */
    private static final int KEPT = 10_000;

    private static final int PRINTED = 100;

    private final Map<Finding.Kind, Long> counts = new EnumMap<>(Finding.Kind.class);
    private final Map<Finding.Kind, List<Finding>> findings = new EnumMap<>(Finding.Kind.class);
    private long equal;
    private long tooYoung;
    private long unreadable;
    private String since = "";

    synchronized void addEqual() {
        equal++;
    }

    /** An object that arrived so recently that its receipt may come. */
    synchronized void addTooYoung() {
        tooYoung++;
    }

    synchronized void add(Finding.Kind kind, String key, String versionId, String reason) {
        counts.merge(kind, 1L, Long::sum);
        keep(new Finding(kind, key, versionId, reason));
    }

    private void keep(Finding finding) {
        List<Finding> kept = findings.computeIfAbsent(finding.kind(), none -> new ArrayList<>());
        if (kept.size() < KEPT) {
            kept.add(finding);
        }
    }

    /** Compares an object with the checksum that S3 has of it. */
    void add(Expected expected, StoredChecksum seen) {
        if (expected.isEqualTo(seen)) {
            addEqual();
        } else {
            add(
                    Finding.Kind.DIFFERS,
                    expected,
                    "its checksum is " + Expected.text(seen) + "; its receipt says "
                            + Expected.text(expected.checksum()));
        }
    }

    void add(Finding.Kind kind, Expected expected, String reason) {
        add(kind, expected.key(), expected.versionId(), reason);
    }

    void setSince(Instant time) {
        since = time.toString();
    }

    /** How many objects below the prefix of receipts are none. */
    void setUnreadable(long objects) {
        unreadable = objects;
    }

    boolean isClean() {
        return counts.isEmpty() && unreadable == 0;
    }

    private long count(Finding.Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /** Of the objects that receipts say the bucket has. */
    private long noted() {
        return equal + count(Finding.Kind.DIFFERS) + count(Finding.Kind.MISSING) + count(Finding.Kind.NOT_READ);
    }

    void write(PrintWriter out) {
        Table table = new Table("what", "key", "version", "why");
        List<Finding> all = findings.values().stream().flatMap(List::stream).toList();
        if (!all.isEmpty()) {
            all.stream()
                    .limit(PRINTED)
                    .forEach(finding -> table.row(
                            finding.kind().words(),
                            EscapedText.of(finding.key()),
                            EscapedText.of(finding.versionId()),
                            EscapedText.of(finding.reason())));
            out.print(table.fitting(TerminalWidth.columns()));
            long more = counts.values().stream().mapToLong(Long::longValue).sum() - PRINTED;
            if (more > 0) {
                out.printf("and %,d more: --json lists up to %,d of each kind%n", more, KEPT);
            }
            out.println();
        }
        out.printf(
                "%,d of %,d equal; %,d not noted; %,d differ; %,d missing; %,d not read; not judged: %,d that arrived"
                        + " just now, and what arrived before %s%n",
                equal,
                noted(),
                count(Finding.Kind.NOT_NOTED),
                count(Finding.Kind.DIFFERS),
                count(Finding.Kind.MISSING),
                count(Finding.Kind.NOT_READ),
                tooYoung,
                since);
        out.flush();
    }

    /** All of it, to be printed, or to be {@linkplain #of read} again. */
    Map<String, Object> asJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("noted", noted());
        json.put("equal", equal);
        for (Finding.Kind kind : Finding.Kind.values()) {
            json.put(kind.field(), count(kind));
        }
        json.put("tooYoung", tooYoung);
        json.put("unreadableReceipts", unreadable);
        json.put("since", since);
        json.put(
                "findings",
                findings.values().stream()
                        .flatMap(List::stream)
                        .map(finding -> Map.of(
                                "what", finding.kind().name(),
                                "key", finding.key(),
                                "versionId", finding.versionId(),
                                "why", finding.reason()))
                        .toList());
        return json;
    }

    /** From {@link #asJson}, as it was read again. */
    static Result of(JsonObject json) {
        Result result = new Result();
        result.equal = json.number("equal");
        result.tooYoung = json.number("tooYoung");
        result.unreadable = json.number("unreadableReceipts");
        result.since = json.text("since");
        for (Finding.Kind kind : Finding.Kind.values()) {
            long count = json.number(kind.field());
            if (count > 0) {
                result.counts.put(kind, count);
            }
        }
        json.objects("findings")
                .forEach(finding -> result.keep(new Finding(
                        Finding.Kind.valueOf(finding.text("what")),
                        finding.text("key"),
                        finding.text("versionId"),
                        finding.text("why"))));
        return result;
    }
}
