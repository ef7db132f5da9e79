package org.allowput.ops.confirm;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.allowput.contract.object.StoredChecksum;
import org.allowput.ops.cli.EscapedText;
import org.allowput.ops.cli.Table;
import org.allowput.ops.cli.TerminalWidth;

/** Counts what is equal and what is not. Of each kind of finding it keeps the first {@value #KEPT}; threads may add. */
final class Result {
    /** The memory must not depend on how much of a bucket is not as it should be. */
    private static final int KEPT = 10_000;

    private static final int PRINTED = 100;

    private static final String EQUAL = "equal";
    private static final String TOO_YOUNG = "tooYoung";
    private static final String UNREADABLE = "unreadableReceipts";

    private final Map<String, Long> counts = new TreeMap<>();
    private final Map<Finding.Kind, List<Finding>> findings = new EnumMap<>(Finding.Kind.class);
    private String since = "";

    private synchronized void add(String counted) {
        counts.merge(counted, 1L, Long::sum);
    }

    /** An object that arrived so recently that its receipt may come. */
    void addTooYoung() {
        add(TOO_YOUNG);
    }

    synchronized void add(Finding.Kind kind, String key, String versionId, String reason) {
        add(kind.field());
        keep(new Finding(kind, key, versionId, reason));
    }

    private void keep(Finding finding) {
        List<Finding> kept = findings.computeIfAbsent(finding.what(), none -> new ArrayList<>());
        if (kept.size() < KEPT) {
            kept.add(finding);
        }
    }

    /** Compares an object with the checksum that S3 has of it. */
    void add(Expected expected, StoredChecksum seen) {
        if (expected.isEqualTo(seen)) {
            add(EQUAL);
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
        counts.put(UNREADABLE, objects);
    }

    boolean isClean() {
        return findings.isEmpty() && count(UNREADABLE) == 0;
    }

    private long count(String counted) {
        return counts.getOrDefault(counted, 0L);
    }

    private long count(Finding.Kind kind) {
        return count(kind.field());
    }

    /** Of the objects that receipts say the bucket has. */
    private long noted() {
        return count(EQUAL) + count(Finding.Kind.DIFFERS) + count(Finding.Kind.MISSING) + count(Finding.Kind.NOT_READ);
    }

    void write(PrintWriter out) {
        Table table = new Table("what", "key", "version", "why");
        List<Finding> all = found();
        if (!all.isEmpty()) {
            all.stream()
                    .limit(PRINTED)
                    .forEach(finding -> table.row(
                            finding.what().words(),
                            EscapedText.of(finding.key()),
                            EscapedText.of(finding.versionId()),
                            EscapedText.of(finding.why())));
            out.print(table.fitting(TerminalWidth.columns()));
            long more = Stream.of(Finding.Kind.values()).mapToLong(this::count).sum() - PRINTED;
            if (more > 0) {
                out.printf("and %,d more: --json lists up to %,d of each kind%n", more, KEPT);
            }
            out.println();
        }
        out.printf(
                "%,d of %,d equal; %,d not noted; %,d differ; %,d missing; %,d not read; not judged: %,d that arrived"
                        + " just now, and what arrived before %s%n",
                count(EQUAL),
                noted(),
                count(Finding.Kind.NOT_NOTED),
                count(Finding.Kind.DIFFERS),
                count(Finding.Kind.MISSING),
                count(Finding.Kind.NOT_READ),
                count(TOO_YOUNG),
                since);
        out.flush();
    }

    /** All of it, to be printed. */
    Map<String, Object> asJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("noted", noted());
        json.put(EQUAL, count(EQUAL));
        for (Finding.Kind kind : Finding.Kind.values()) {
            json.put(kind.field(), count(kind));
        }
        json.put(TOO_YOUNG, count(TOO_YOUNG));
        json.put(UNREADABLE, count(UNREADABLE));
        json.put("since", since);
        json.put("findings", found());
        return json;
    }

    private List<Finding> found() {
        return findings.values().stream().flatMap(List::stream).toList();
    }
}
