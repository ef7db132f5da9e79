package org.allowput.lambda.loopback;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.HttpRequestHandler;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityTemplate;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.protocol.HttpContext;

/** What S3 answers to requests for objects, and STS to AssumeRole. */
final class StubResponses implements HttpRequestHandler {
    /** A prime number, so that each kind of request fails now and then. */
    static final int REQUESTS_PER_ERROR = 251;

    private static final long LATE = TimeUnit.MILLISECONDS.toNanos(1);
    private static final Pattern NUMBER = Pattern.compile("(\\d+)(\\?|$)");
    private static final byte[] ZEROS = new byte[16 * 1024];

    private static final String IDS = """
        x-amz-id-2: MzRISOwyjmnupEXAMPLE
        x-amz-request-id: 318BC8BC148832E5
        Date: Thu, 01 Jan 2026 00:00:00 GMT
        Server: AmazonS3
        """;
    private static final List<Header> NO_BODY = StubObject.headers(IDS);
    private static final List<Header> XML = StubObject.headers(IDS + "Content-Type: application/xml\n");
    private static final List<Header> STS_XML = StubObject.headers("Content-Type: text/xml\n");
    private static final List<Header> OBJECT = StubObject.headers(IDS + "Accept-Ranges: bytes\n");
    /** Of months of different lengths. */
    private static final List<Header> LAST_MODIFIED = StubObject.headers("""
        Last-Modified: Thu, 01 Jan 2026 00:00:00 GMT
        Last-Modified: Sun, 01 Feb 2026 00:00:00 GMT
        Last-Modified: Wed, 01 Apr 2026 00:00:00 GMT
        Last-Modified: Mon, 01 Jun 2026 00:00:00 GMT
        Last-Modified: Tue, 29 Sep 2026 00:00:00 GMT
        Last-Modified: Mon, 30 Nov 2026 00:00:00 GMT
        """);

    private static final String TAG = IDS + "ETag: \"priming\"\n";
    private static final List<List<Header>> STORED = Stream.of(
                    TAG,
                    TAG + StubObject.S3_KEY,
                    IDS + StubObject.CRC64NVME + StubObject.S3_KEY + "x-amz-version-id: priming-version\n")
            .map(StubObject::headers)
            .toList();

    private final AtomicInteger requests = new AtomicInteger();

    @Override
    public void handle(ClassicHttpRequest request, ClassicHttpResponse response, HttpContext context)
            throws IOException {
        EntityUtils.consume(request.getEntity());
        int number = number(request.getPath());
        if (number % 3 == 2) {
            LockSupport.parkNanos(LATE);
        }
        if (requests.incrementAndGet() % REQUESTS_PER_ERROR == 0) {
            response.setCode(HttpStatus.SC_INTERNAL_SERVER_ERROR);
            answer(response, XML, "<Error><Code>InternalError</Code><Message>priming</Message></Error>");
            return;
        }
        switch (request.getMethod()) {
            case "GET", "HEAD" -> get(request, number, response);
            case "POST" -> post(request.getPath(), response);
            case "PUT" -> answer(response, STORED.get(number % STORED.size()), "");
            default -> {
                response.setCode(HttpStatus.SC_NO_CONTENT);
                add(response, NO_BODY);
            }
        }
    }

    /** The number at the end of the key: 0 if there is none. */
    private static int number(String path) {
        Matcher number = NUMBER.matcher(path);
        return number.find() ? Integer.parseInt(number.group(1)) : 0;
    }

    private static void get(ClassicHttpRequest request, int number, ClassicHttpResponse response) {
        if (request.getPath().contains("?tagging")) {
            answer(response, XML, """
                <Tagging><TagSet><Tag><Key>origin</Key><Value>priming</Value></Tag></TagSet></Tagging>\
                """);
            return;
        }
        StubObject object = StubObject.of(number);
        add(response, OBJECT);
        response.addHeader(LAST_MODIFIED.get(number % LAST_MODIFIED.size()));
        add(response, object.headers());
        long length = object.size();
        Header range = request.getFirstHeader(HttpHeaders.RANGE);
        if (range != null) {
            String bytes = range.getValue().replace("bytes=", "");
            String[] ends = bytes.split("-", 2);
            length = Long.parseLong(ends[1]) - Long.parseLong(ends[0]) + 1;
            response.setCode(HttpStatus.SC_PARTIAL_CONTENT);
            response.addHeader(HttpHeaders.CONTENT_RANGE, "bytes " + bytes + "/" + object.size());
        }
        response.setEntity(zeros(length, number % 3 == 1));
    }

    /** @param inPieces whether the body comes after the head, and in several pieces */
    private static EntityTemplate zeros(long length, boolean inPieces) {
        int piece = inPieces ? ZEROS.length / 4 : ZEROS.length;
        return new EntityTemplate(length, null, null, (OutputStream out) -> {
            for (long left = length; left > 0; left -= piece) {
                if (inPieces) {
                    out.flush();
                }
                out.write(ZEROS, 0, (int) Math.min(left, piece));
            }
        });
    }

    private static void post(String path, ClassicHttpResponse response) {
        if (path.contains("uploadId=")) {
            answer(response, XML, """
                <CompleteMultipartUploadResult><ETag>"priming-2"</ETag></CompleteMultipartUploadResult>\
                """);
        } else if (path.contains("?uploads")) {
            answer(response, XML, """
                <InitiateMultipartUploadResult><UploadId>priming</UploadId></InitiateMultipartUploadResult>\
                """);
        } else {
            answer(response, STS_XML, """
                <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>\
                <AccessKeyId>priming</AccessKeyId><SecretAccessKey>priming</SecretAccessKey><SessionToken>priming\
                </SessionToken><Expiration>%s</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>\
                """.formatted(Instant.now().plus(1, ChronoUnit.HOURS)));
        }
    }

    private static void answer(ClassicHttpResponse response, List<Header> headers, String body) {
        add(response, headers);
        response.setEntity(new ByteArrayEntity(body.getBytes(UTF_8), null));
    }

    private static void add(ClassicHttpResponse response, List<Header> headers) {
        headers.forEach(response::addHeader);
    }
}
