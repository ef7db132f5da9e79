package org.allowput.emulator.fault;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allowput.emulator.fault.Fault.Answer;
import org.allowput.emulator.fault.Request.Operation;

/**
 * What S3 refuses and the emulator lets pass.
 *
 * @param owners the accounts that own the buckets, by bucket
 */
record Strictness(Map<String, String> owners) {
    /** In bytes of UTF-8. */
    private static final int LONGEST_KEY = 1024;

    private static final List<String> FULL_OBJECT = List.of("CRC64NVME", "CRC32", "CRC32C");

    Optional<Answer> refuses(Request request) {
        if (request.header("Transfer-Encoding").isPresent()) {
            return Optional.of(new Answer(501, "NotImplemented"));
        }
        if (request.operation() != Operation.STS && !statesOwner(request)) {
            return Optional.of(new Answer(403, "AccessDenied"));
        }
        if (request.key().getBytes(StandardCharsets.UTF_8).length > LONGEST_KEY) {
            return Optional.of(new Answer(400, "KeyTooLongError"));
        }
        boolean whole = request.header("x-amz-checksum-type").equals(Optional.of("FULL_OBJECT"));
        if (request.operation() == Operation.BEGIN_UPLOAD
                && whole
                && request.header("x-amz-checksum-algorithm")
                        .filter(FULL_OBJECT::contains)
                        .isEmpty()) {
            return Optional.of(new Answer(400, "InvalidRequest"));
        }
        return Optional.empty();
    }

    /** S3 checks it where it is stated; the copy has to state it everywhere. */
    private boolean statesOwner(Request request) {
        return request.header("x-amz-expected-bucket-owner").equals(Optional.ofNullable(owners.get(request.bucket())));
    }
}
