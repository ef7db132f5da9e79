package org.allowput.contract.large;

import java.util.Map;
import org.allowput.contract.json.JsonDocuments;

/**
 * For those who watch a copy: which object it is, how many results of ranges there will be, and where.
 *
 * @param sourceKey of the object
 * @param bytes of the object; 0 if the version that wrote this stated none
 * @param ranges of the object, each with one result
 * @param rangeBytes of each range but the last one, which may have fewer
 * @param results the beginning of the keys of the ranges' results
 */
public record CopyPlan(String sourceKey, long bytes, int ranges, long rangeBytes, String results) {
    /** How the keys of these documents end: after the round. */
    public static final String KEY_END = "/plan.json";

    private static final String RANGES = "ranges/";

    /** The beginning of the keys of all documents of an execution. */
    public static String documents(String execution) {
        return "executions/" + execution + "/";
    }

    public String rangeResults() {
        return results + RANGES;
    }

    public static String rangeResult(String results, int range) {
        return "%s%s%05d.json".formatted(results, RANGES, range);
    }

    public byte[] write() {
        return JsonDocuments.write(Map.of(
                "sourceKey",
                sourceKey,
                "bytes",
                bytes,
                "ranges",
                ranges,
                "rangeBytes",
                rangeBytes,
                "results",
                results));
    }

    public static CopyPlan read(byte[] document) {
        Map<String, Object> fields = JsonDocuments.read(document);
        return new CopyPlan(
                String.valueOf(fields.get("sourceKey")),
                number(fields, "bytes"),
                Math.toIntExact(number(fields, "ranges")),
                number(fields, "rangeBytes"),
                String.valueOf(fields.get("results")));
    }

    private static long number(Map<String, Object> fields, String name) {
        return fields.get(name) instanceof Number number ? number.longValue() : 0;
    }
}
