package org.allowput.lambda.copy;

import static org.allowput.lambda.CopyFixture.SOURCE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.allowput.lambda.CopyFixture;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** What S3 has stored of an object's bytes besides them, by how it was put. */
enum StoredChecksumKind {
    CRC64NVME("CRC64NVME of the whole"),
    CRC32("CRC32 of the whole"),
    CRC32C("CRC32C of the whole"),
    SHA1("SHA1 of the whole"),
    SHA256("SHA256 of the whole"),
    ETAG("MD5 as entity tag, no checksum"),
    COMPOSITE("checksums of parts (composite)"),
    NONE("neither checksum nor MD5");

    private final String label;

    StoredChecksumKind(String label) {
        this.label = label;
    }

    @Override
    public String toString() {
        return label;
    }

    /** Puts the bytes so that S3 stores this of them. */
    void put(CopyFixture fixture, String key, byte[] bytes) {
        S3Client client = fixture.sourceWithoutChecksums();
        switch (this) {
            case ETAG -> client.putObject(object -> object.bucket(SOURCE).key(key), RequestBody.fromBytes(bytes));
            case COMPOSITE -> putParts(client, key, bytes, Optional.of(ChecksumAlgorithm.CRC32));
            case NONE -> putParts(client, key, bytes, Optional.empty());
            // S3's own default, which the SDK would need native code to compute: the emulator computes it when asked.
            case CRC64NVME ->
                client.putObject(
                        object -> object.bucket(SOURCE)
                                .key(key)
                                .overrideConfiguration(
                                        override -> override.putHeader("x-amz-sdk-checksum-algorithm", name())),
                        RequestBody.fromBytes(bytes));
            case CRC32, CRC32C, SHA1, SHA256 ->
                client.putObject(
                        object -> object.bucket(SOURCE).key(key).checksumAlgorithm(name()),
                        RequestBody.fromBytes(bytes));
        }
    }

    private static void putParts(S3Client client, String key, byte[] bytes, Optional<ChecksumAlgorithm> algorithm) {
        String upload = client.createMultipartUpload(
                        object -> object.bucket(SOURCE).key(key).checksumAlgorithm(algorithm.orElse(null)))
                .uploadId();
        List<CompletedPart> parts = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += CopySamples.LEAST) {
            int number = parts.size() + 1;
            byte[] part = Arrays.copyOfRange(bytes, from, Math.min(from + CopySamples.LEAST, bytes.length));
            UploadPartResponse stored = client.uploadPart(
                    request -> request.bucket(SOURCE)
                            .key(key)
                            .uploadId(upload)
                            .partNumber(number)
                            .checksumAlgorithm(algorithm.orElse(null)),
                    RequestBody.fromBytes(part));
            parts.add(CompletedPart.builder()
                    .partNumber(number)
                    .eTag(stored.eTag())
                    .checksumCRC32(stored.checksumCRC32())
                    .build());
        }
        client.completeMultipartUpload(
                request -> request.bucket(SOURCE).key(key).uploadId(upload).multipartUpload(list -> list.parts(parts)));
    }
}
