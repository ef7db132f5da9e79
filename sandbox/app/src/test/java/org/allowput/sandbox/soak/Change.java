package org.allowput.sandbox.soak;

import java.util.Map;
import java.util.Optional;
import java.util.Random;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;

/** Something that happens to one object of the source bucket. */
sealed interface Change {
    String key();

    void happenIn(S3Client s3, String bucket);

    /** It is gone, or was never there. */
    record Delete(String key) implements Change {
        @Override
        public void happenIn(S3Client s3, String bucket) {
            s3.deleteObject(request -> request.bucket(bucket).key(key));
        }
    }

    /**
     * It is written, or overwritten.
     *
     * @param size in bytes
     * @param seed of its bytes
     * @param headers content headers by the SDK's names
     * @param checksum which S3 stores with it; empty for what the SDK takes by itself
     */
    record Put(
            String key,
            int size,
            long seed,
            Map<String, String> metadata,
            Map<String, String> headers,
            Optional<ChecksumAlgorithm> checksum)
            implements Change {
        @Override
        public void happenIn(S3Client s3, String bucket) {
            byte[] bytes = new byte[size];
            new Random(seed).nextBytes(bytes);
            s3.putObject(
                    request -> {
                        request.bucket(bucket)
                                .key(key)
                                .metadata(metadata)
                                .contentType(headers.get("type"))
                                .cacheControl(headers.get("cache"))
                                .contentDisposition(headers.get("disposition"))
                                .contentEncoding(headers.get("encoding"))
                                .contentLanguage(headers.get("language"));
                        checksum.ifPresent(request::checksumAlgorithm);
                    },
                    RequestBody.fromBytes(bytes));
        }
    }
}
