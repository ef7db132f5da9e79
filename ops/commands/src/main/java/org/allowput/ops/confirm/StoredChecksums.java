package org.allowput.ops.confirm;

import java.util.Iterator;
import java.util.Optional;
import org.allowput.contract.object.StoredChecksum;
import org.allowput.ops.aws.ManyAtATime;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * Compares with the checksums that S3 keeps of each object since it was put.
 *
 * @param s3 as account A, with as many connections as objects are read at a time
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html">HeadObject</a>
 */
record StoredChecksums(S3Client s3, String bucket) {
    private static final int READ_AT_A_TIME = 48;

    void compare(Iterator<Expected> objects, Result result) {
        ManyAtATime.forEach(objects, READ_AT_A_TIME, expected -> compare(expected, result));
    }

    private void compare(Expected expected, Result result) {
        HeadObjectResponse head;
        try {
            head = s3.headObject(request -> {
                request.bucket(bucket).key(expected.key()).checksumMode(ChecksumMode.ENABLED);
                if (!expected.versionId().equals(NotesOfKey.NULL_VERSION)) {
                    request.versionId(expected.versionId());
                }
            });
        } catch (NoSuchKeyException e) {
            result.add(Finding.Kind.MISSING, expected, "deleted since the bucket was listed");
            return;
        }
        Optional<StoredChecksum> seen =
                StoredChecksum.of(head::getValueForField, expected.checksum().algorithm());
        if (seen.isPresent()) {
            result.add(expected, seen.get());
        } else {
            result.add(
                    Finding.Kind.NOT_READ,
                    expected,
                    "S3 keeps no checksum " + expected.checksum().algorithm() + " of it");
        }
    }
}
