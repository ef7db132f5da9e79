package org.allowput.contract.large;

import org.allowput.contract.json.JsonDocuments;

/**
 * A copy plan tells those who watch a copy which object it is, and how many results of ranges there will be, and where.
 *
 * @param ranges of the object, each with one result
 * @param rangeBytes of each range but the last one, which may have fewer
 * @param results the beginning of the keys of the ranges' results
 */
public record CopyPlan(String sourceKey, long bytes, int ranges, long rangeBytes, String results) {
    /** How the keys of all documents begin. */
    public static final String PREFIX = "executions/";

    /** How the keys of these documents end: after the round. */
    public static final String KEY_END = "/plan.json";

    private static final String RANGES = "ranges/";

    /** The beginning of the keys of all documents of an execution. */
    public static String documents(String execution) {
        return PREFIX + execution + "/";
    }

    public String rangeResults() {
        return results + RANGES;
    }

    public static String rangeResult(String results, int range) {
        return "%s%s%05d.json".formatted(results, RANGES, range);
    }

    public byte[] write() {
        return JsonDocuments.write(this);
    }

    public static CopyPlan read(byte[] document) {
        return JsonDocuments.read(document, CopyPlan.class);
    }
}
