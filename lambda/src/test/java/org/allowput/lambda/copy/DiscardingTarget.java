package org.allowput.lambda.copy;

import static java.util.stream.Collectors.summingLong;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.allowput.contract.object.StoredChecksum;
import org.allowput.contract.object.StoredChecksum.Algorithm;
import org.allowput.contract.selection.SizeRange;
import org.allowput.lambda.multipart.PartPlan;
import org.allowput.lambda.s3.PinnedRange;
import org.allowput.lambda.s3.StoredObject;
import org.allowput.lambda.s3.TargetObject;

/** A target that discards the bytes of zeros that it gets, and refuses what S3 refuses of an upload in parts. */
final class DiscardingTarget extends UnusedTarget {
    private final Map<Integer, Long> parts = new ConcurrentHashMap<>();
    private long completed = -1;

    /** The size of the completed object, in bytes. */
    long completed() {
        return completed;
    }

    @Override
    public Upload createUpload(TargetObject object, Algorithm algorithm) {
        return new Upload(object.key(), "upload", algorithm);
    }

    @Override
    public Part put(Upload upload, int number, PinnedRange body) {
        if (number < 1 || number > SizeRange.MOST_PARTS || body.length() > PartPlan.LARGEST_PUT) {
            throw new IllegalArgumentException("part " + number + " of " + body.length() + " bytes");
        }
        try (InputStream bytes = body.newStream()) {
            bytes.skipNBytes(body.length());
            if (bytes.read() >= 0) {
                throw new IllegalArgumentException("more bytes than " + body.length());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        parts.put(number, body.length());
        return new Part(number, eTag(number), body.length(), Optional.of(GeneratedObject.checksum(body.length())));
    }

    @Override
    public StoredObject complete(Upload upload, List<Part> list, long size, Optional<StoredChecksum> whole) {
        for (int index = 0; index < list.size(); index++) {
            Part part = list.get(index);
            boolean last = index == list.size() - 1;
            if (part.number() != index + 1
                    || !part.eTag().equals(eTag(part.number()))
                    || (!last && part.length() < PartPlan.SMALLEST_PART)) {
                throw new IllegalArgumentException("InvalidPart: " + part);
            }
        }
        completed = list.stream().collect(summingLong(part -> parts.get(part.number())));
        if (completed != size) {
            throw new IllegalArgumentException(completed + " bytes; expected " + size);
        }
        return new StoredObject(null, null, Optional.empty());
    }

    private static String eTag(int number) {
        return "\"" + "%032x".formatted(number) + "\"";
    }
}
