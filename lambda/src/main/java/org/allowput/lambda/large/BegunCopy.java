package org.allowput.lambda.large;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.allowput.contract.large.CopyPlan;
import org.allowput.lambda.multipart.CopyDocuments;
import org.allowput.lambda.multipart.MultipartCopy;

/**
 * A copy that has begun: all that its tasks need to know, so that no setting that changes meanwhile divides it in
 * another way.
 *
 * @param copy what is copied
 * @param ranges how its parts are divided
 * @param results the beginning of the keys of its ranges' results: those of the attempt that created the upload
 * @param target where to and with which options the upload was created
 */
public record BegunCopy(MultipartCopy copy, RangePlan ranges, String results, String target) {
    private static final String PARTS_PER_RANGE = "partsPerRange";
    private static final String RESULTS = "results";
    private static final String TARGET = "target";

    CopyPlan plan(String sourceKey) {
        return new CopyPlan(
                sourceKey,
                copy.object().source().size(),
                ranges.count(),
                ranges.partsPerRange() * copy.partSize(),
                results);
    }

    byte[] write() {
        return CopyDocuments.write(
                copy, Map.of(PARTS_PER_RANGE, ranges.partsPerRange(), RESULTS, results, TARGET, target));
    }

    /**
     * Reads what {@link #write} has written. A version before this one wrote the copy alone.
     *
     * @param prefix of the keys of the execution and round that the document is of
     * @param rangeSize for a document that states none, in bytes
     */
    static BegunCopy read(byte[] document, String prefix, long rangeSize) {
        MultipartCopy copy = CopyDocuments.read(document);
        Map<String, Object> fields;
        try {
            fields = JSON.std.mapFrom(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new BegunCopy(
                copy,
                fields.get(PARTS_PER_RANGE) instanceof Number parts
                        ? new RangePlan(copy.parts(), parts.intValue())
                        : RangePlan.of(copy.parts(), copy.partSize(), rangeSize),
                fields.get(RESULTS) instanceof String results ? results : prefix,
                fields.get(TARGET) instanceof String target ? target : "");
    }
}
