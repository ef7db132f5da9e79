package org.allowput.lambda.loopback;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What S3 answers to GET, HEAD and PUT of an object, and STS to AssumeRole, byte by byte. */
final class StubResponse {
    /** The size of every object, in bytes. */
    static final int SIZE = 10 * 1024;

    static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1);

    private static final byte[] NOTHING = new byte[0];
    private static final String IDS = """
        x-amz-id-2: MzRISOwyjmnupEXAMPLE\r
        x-amz-request-id: 318BC8BC148832E5\r
        Date: Thu, 01 Jan 2026 00:00:00 GMT\r
        Server: AmazonS3\r
        """;
    private static final String OBJECT = """
        Last-Modified: Thu, 01 Jan 2026 00:00:00 GMT\r
        ETag: "priming"\r
        x-amz-checksum-crc64nvme: AAAAAAAAAAA=\r
        x-amz-checksum-type: FULL_OBJECT\r
        x-amz-server-side-encryption: AES256\r
        Accept-Ranges: bytes\r
        Content-Type: application/octet-stream\r
        """;
    private static final byte[] GET = of(IDS + OBJECT, SIZE, new byte[SIZE]);
    private static final byte[] HEAD = of(IDS + OBJECT, SIZE, NOTHING);
    private static final byte[] PUT =
            of(IDS + "ETag: \"priming\"\r\nx-amz-server-side-encryption: AES256\r\n", 0, NOTHING);

    private StubResponse() {}

    static byte[] to(String method) {
        return switch (method) {
            case "GET" -> GET;
            case "HEAD" -> HEAD;
            case "POST" -> credentials();
            default -> PUT;
        };
    }

    private static byte[] credentials() {
        byte[] body = """
            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>\
            <AccessKeyId>priming</AccessKeyId><SecretAccessKey>priming</SecretAccessKey><SessionToken>priming\
            </SessionToken><Expiration>%s</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>\
            """.formatted(Instant.now().plus(1, ChronoUnit.HOURS)).getBytes(ISO_8859_1);
        return of("Content-Type: text/xml\r\n", body.length, body);
    }

    private static byte[] of(String headers, int length, byte[] body) {
        ByteArrayOutputStream reply = new ByteArrayOutputStream();
        reply.writeBytes(
                ("HTTP/1.1 200 OK\r\n" + headers + "Content-Length: " + length + "\r\n\r\n").getBytes(ISO_8859_1));
        reply.writeBytes(body);
        return reply.toByteArray();
    }
}
