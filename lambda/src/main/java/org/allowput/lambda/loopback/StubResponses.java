package org.allowput.lambda.loopback;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What S3 answers to requests for objects, and STS to AssumeRole. */
final class StubResponses {
    static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

    /** A prime number, so that each kind of request fails now and then. */
    static final int REQUESTS_PER_ERROR = 251;

    private static final String OK = "200 OK";
    private static final String XML = "Content-Type: application/xml\r\n";
    private static final String IDS = """
        x-amz-id-2: MzRISOwyjmnupEXAMPLE\r
        x-amz-request-id: 318BC8BC148832E5\r
        Date: Thu, 01 Jan 2026 00:00:00 GMT\r
        Server: AmazonS3\r
        """;
    private static final String OBJECT = IDS + "Accept-Ranges: bytes\r\n";

    /** Of months of different lengths. */
    private static final List<String> LAST_MODIFIED = List.of(
            "Last-Modified: Thu, 01 Jan 2026 00:00:00 GMT\r\n",
            "Last-Modified: Sun, 01 Feb 2026 00:00:00 GMT\r\n",
            "Last-Modified: Wed, 01 Apr 2026 00:00:00 GMT\r\n",
            "Last-Modified: Mon, 01 Jun 2026 00:00:00 GMT\r\n",
            "Last-Modified: Tue, 29 Sep 2026 00:00:00 GMT\r\n",
            "Last-Modified: Mon, 30 Nov 2026 00:00:00 GMT\r\n");

    private static final String TAG = IDS + "ETag: \"priming\"\r\n";
    private static final List<String> STORED = List.of(
            TAG,
            TAG + StubObject.S3_KEY,
            IDS + StubObject.CRC64NVME + StubObject.S3_KEY + "x-amz-version-id: priming-version\r\n");

    private final AtomicInteger requests = new AtomicInteger();

    StubResponse to(RequestHead request) {
        boolean body = !request.method().equals("HEAD");
        if (requests.incrementAndGet() % REQUESTS_PER_ERROR == 0) {
            String error = "<Error><Code>InternalError</Code><Message>priming</Message></Error>";
            return StubResponse.text("500 Internal Server Error", IDS + XML, body ? error : "");
        }
        return switch (request.method()) {
            case "GET" -> request.path().contains("?tagging") ? tags() : object(request);
            case "HEAD" -> object(request);
            case "POST" -> post(request.path());
            case "PUT" -> StubResponse.text(OK, oneOf(STORED, request), "");
            default -> StubResponse.text("204 No Content", IDS, "");
        };
    }

    private static StubResponse object(RequestHead request) {
        StubObject object = StubObject.of(request.number());
        String headers = OBJECT + oneOf(LAST_MODIFIED, request) + object.headers();
        if (request.range().isEmpty()) {
            return StubResponse.zeros(
                    OK, headers, object.size(), request.method().equals("GET"));
        }
        String range = request.range().get().replace("bytes=", "");
        String[] ends = range.split("-", 2);
        String contentRange = "Content-Range: bytes " + range + "/" + object.size() + "\r\n";
        long length = Long.parseLong(ends[1]) - Long.parseLong(ends[0]) + 1;
        return StubResponse.zeros("206 Partial Content", headers + contentRange, length, true);
    }

    private static String oneOf(List<String> headers, RequestHead request) {
        return headers.get(request.number() % headers.size());
    }

    private static StubResponse tags() {
        return StubResponse.text(OK, IDS + XML, """
            <Tagging><TagSet><Tag><Key>origin</Key><Value>priming</Value></Tag></TagSet></Tagging>\
            """);
    }

    private static StubResponse post(String path) {
        if (path.contains("uploadId=")) {
            return StubResponse.text(OK, IDS + XML, """
                <CompleteMultipartUploadResult><ETag>"priming-2"</ETag></CompleteMultipartUploadResult>\
                """);
        }
        if (path.contains("?uploads")) {
            return StubResponse.text(OK, IDS + XML, """
                <InitiateMultipartUploadResult><UploadId>priming</UploadId></InitiateMultipartUploadResult>\
                """);
        }
        return StubResponse.text(
                OK, "Content-Type: text/xml\r\n", """
                    <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>\
                    <AccessKeyId>priming</AccessKeyId><SecretAccessKey>priming</SecretAccessKey><SessionToken>priming\
                    </SessionToken><Expiration>%s</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>\
                    """.formatted(Instant.now().plus(1, ChronoUnit.HOURS)));
    }

    /**
     * One response, byte by byte.
     *
     * @param head the status line and the headers
     * @param length of the body in bytes, all of which are zero unless there is a text
     * @param text the body, if it is not zeros
     */
    record StubResponse(String head, long length, String text) {
        private static final byte[] ZEROS = new byte[16 * 1024];

        /** With zeros; HEAD has the length but no body. */
        static StubResponse zeros(String status, String headers, long length, boolean body) {
            return new StubResponse(head(status, headers, length), body ? length : 0, "");
        }

        static StubResponse text(String status, String headers, String text) {
            return new StubResponse(head(status, headers, text.length()), 0, text);
        }

        private static String head(String status, String headers, long length) {
            return "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + length + "\r\n\r\n";
        }

        /** @param inPieces whether the head comes first, and the body in several pieces */
        void write(OutputStream out, boolean inPieces) throws IOException {
            if (!inPieces && length <= ZEROS.length / 2) {
                byte[] before = (head + text).getBytes(ISO_8859_1);
                byte[] all = new byte[before.length + (int) length];
                System.arraycopy(before, 0, all, 0, before.length);
                out.write(all);
            } else {
                out.write((head + text).getBytes(ISO_8859_1));
                int piece = inPieces ? ZEROS.length / 4 : ZEROS.length;
                for (long left = length; left > 0; left -= piece) {
                    out.flush();
                    out.write(ZEROS, 0, (int) Math.min(left, piece));
                }
            }
            out.flush();
        }
    }
}
