package org.allowput.lambda.loopback;

import java.util.List;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;

/**
 * An object that can be read from the loopback: one of each kind that takes another way through the function.
 *
 * @param size in bytes
 * @param headers of S3's answers to GET and HEAD, besides those that all objects have
 */
record StubObject(long size, List<Header> headers) {
    private static final int KIB = 1024;
    /** Its entity tag is no MD5. */
    private static final String TAG = "ETag: \"priming\"\nx-amz-checksum-type: FULL_OBJECT\n";

    static final String CRC64NVME = TAG + "x-amz-checksum-crc64nvme: AAAAAAAAAAA=\n";
    /** Of twelve MiB of zeros. In parts, the function compares it with what it has read. */
    private static final String CRC64NVME_OF_LARGE = TAG + "x-amz-checksum-crc64nvme: 6FV8jTGStFM=\n";

    private static final String OCTETS = "Content-Type: application/octet-stream\n";
    static final String S3_KEY = "x-amz-server-side-encryption: AES256\n";

    private static final List<StubObject> ALL = List.of(
            new StubObject(10 * KIB, CRC64NVME + OCTETS + S3_KEY),
            new StubObject(10 * KIB, CRC64NVME + OCTETS + S3_KEY + """
                x-amz-version-id: priming-version
                x-amz-meta-origin: priming
                x-amz-meta-created-by: priming, before the snapshot
                """),
            new StubObject(KIB, TAG + """
                x-amz-checksum-crc32: AAAAAA==
                Content-Type: text/plain; charset=utf-8
                """ + S3_KEY),
            // Its entity tag is an MD5.
            new StubObject(10 * KIB, """
                ETag: "1276481102f218c981e0324180bafd9f"
                Cache-Control: max-age=60
                Content-Disposition: attachment; filename="priming.bin"
                Content-Encoding: identity
                Content-Language: en
                Expires: Fri, 01 Jan 2027 00:00:00 GMT
                """ + OCTETS),
            // From a multipart upload, with a checksum of checksums.
            new StubObject(10 * KIB, """
                ETag: "1276481102f218c981e0324180bafd9f-2"
                x-amz-checksum-sha256: ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=-2
                x-amz-checksum-type: COMPOSITE
                """ + OCTETS + S3_KEY),
            new StubObject(0, CRC64NVME + OCTETS + S3_KEY),
            new StubObject(100 * KIB, CRC64NVME + "Content-Type: application/json\n" + S3_KEY),
            new StubObject(10 * KIB, TAG + """
                x-amz-checksum-sha256: ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=
                x-amz-server-side-encryption: aws:kms
                x-amz-server-side-encryption-aws-kms-key-id: arn:aws:kms:us-east-1:222222222222:key/priming
                x-amz-server-side-encryption-bucket-key-enabled: true
                """ + OCTETS),
            new StubObject(40 * KIB, CRC64NVME + "x-amz-storage-class: STANDARD_IA\n" + OCTETS + S3_KEY),
            // As stores answer that are compatible with S3.
            new StubObject(10 * KIB, """
                ETag: "1276481102f218c981e0324180bafd9f"
                x-amz-storage-class: STANDARD
                """),
            new StubObject(12 * KIB * KIB, CRC64NVME_OF_LARGE + OCTETS + S3_KEY));

    /** The number of the last one, which is copied in parts. */
    static final int LARGE = ALL.size() - 1;

    private StubObject(long size, String headers) {
        this(size, headers(headers));
    }

    static StubObject of(int number) {
        return ALL.get(number % ALL.size());
    }

    /** @param lines each a header's name, a colon, a blank and its value */
    static List<Header> headers(String lines) {
        return lines.lines()
                .map(line -> line.split(": ", 2))
                .<Header>map(each -> new BasicHeader(each[0], each[1]))
                .toList();
    }
}
