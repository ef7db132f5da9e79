package org.allowput.lambda.loopback;

import java.util.List;

/**
 * An object that can be read from the loopback: one of each kind that takes another way through the function.
 *
 * @param size in bytes
 * @param headers of S3's answers to GET and HEAD, besides those that all objects have
 */
record StubObject(long size, String headers) {
    private static final int KIB = 1024;
    /** Its entity tag is no MD5. */
    private static final String TAG = "ETag: \"priming\"\r\nx-amz-checksum-type: FULL_OBJECT\r\n";

    static final String CRC64NVME = TAG + "x-amz-checksum-crc64nvme: AAAAAAAAAAA=\r\n";
    /** Of twelve MiB of zeros. In parts, the function compares it with what it has read. */
    private static final String CRC64NVME_OF_LARGE = TAG + "x-amz-checksum-crc64nvme: 6FV8jTGStFM=\r\n";

    private static final String OCTETS = "Content-Type: application/octet-stream\r\n";
    static final String S3_KEY = "x-amz-server-side-encryption: AES256\r\n";

    private static final List<StubObject> ALL = List.of(
            new StubObject(10 * KIB, CRC64NVME + OCTETS + S3_KEY),
            new StubObject(10 * KIB, CRC64NVME + OCTETS + S3_KEY + """
                x-amz-version-id: priming-version\r
                x-amz-meta-origin: priming\r
                x-amz-meta-created-by: priming, before the snapshot\r
                """),
            new StubObject(KIB, TAG + """
                x-amz-checksum-crc32: AAAAAA==\r
                Content-Type: text/plain; charset=utf-8\r
                """ + S3_KEY),
            // Its entity tag is an MD5.
            new StubObject(10 * KIB, """
                ETag: "1276481102f218c981e0324180bafd9f"\r
                Cache-Control: max-age=60\r
                Content-Disposition: attachment; filename="priming.bin"\r
                Content-Encoding: identity\r
                Content-Language: en\r
                Expires: Fri, 01 Jan 2027 00:00:00 GMT\r
                """ + OCTETS),
            // From a multipart upload, with a checksum of checksums.
            new StubObject(10 * KIB, """
                ETag: "1276481102f218c981e0324180bafd9f-2"\r
                x-amz-checksum-sha256: ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=-2\r
                x-amz-checksum-type: COMPOSITE\r
                """ + OCTETS + S3_KEY),
            new StubObject(0, CRC64NVME + OCTETS + S3_KEY),
            new StubObject(100 * KIB, CRC64NVME + "Content-Type: application/json\r\n" + S3_KEY),
            new StubObject(10 * KIB, TAG + """
                x-amz-checksum-sha256: ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=\r
                x-amz-server-side-encryption: aws:kms\r
                x-amz-server-side-encryption-aws-kms-key-id: arn:aws:kms:us-east-1:222222222222:key/priming\r
                x-amz-server-side-encryption-bucket-key-enabled: true\r
                """ + OCTETS),
            new StubObject(40 * KIB, CRC64NVME + "x-amz-storage-class: STANDARD_IA\r\n" + OCTETS + S3_KEY),
            // As stores answer that are compatible with S3.
            new StubObject(10 * KIB, """
                ETag: "1276481102f218c981e0324180bafd9f"\r
                x-amz-storage-class: STANDARD\r
                """),
            new StubObject(12 * KIB * KIB, CRC64NVME_OF_LARGE + OCTETS + S3_KEY));

    /** The number of the last one, which is copied in parts. */
    static final int LARGE = ALL.size() - 1;

    static StubObject of(int number) {
        return ALL.get(number % ALL.size());
    }
}
