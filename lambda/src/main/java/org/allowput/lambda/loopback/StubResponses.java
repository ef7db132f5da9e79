package org.allowput.lambda.loopback;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.allowput.lambda.loopback.StubAnswers.StubObject;
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

/** Stub responses are those of S3 to requests for objects, and of STS to AssumeRole. */
final class StubResponses implements HttpRequestHandler {
    /** A prime number, so that each kind of request fails now and then. */
    static final int REQUESTS_PER_ERROR = 251;

    private static final long LATE = TimeUnit.MILLISECONDS.toNanos(1);
    private static final Pattern NUMBER = Pattern.compile("(\\d+)(\\?|$)");
    private static final byte[] ZEROS = new byte[16 * 1024];

    private final AtomicInteger requests = new AtomicInteger();

    @Override
    public void handle(ClassicHttpRequest request, ClassicHttpResponse response, HttpContext context)
            throws IOException {
        EntityUtils.consume(request.getEntity());
        int number = number(request.getPath());
        if (number % 3 == 2) {
            LockSupport.parkNanos(LATE);
        }
        StubAnswers.ALL.headers().forEach(response::addHeader);
        if (requests.incrementAndGet() % REQUESTS_PER_ERROR == 0) {
            response.setCode(HttpStatus.SC_INTERNAL_SERVER_ERROR);
            answer(response, "error");
            return;
        }
        switch (request.getMethod()) {
            case "GET", "HEAD" -> get(request, number, response);
            case "POST" -> answer(response, post(request.getPath()));
            case "PUT" -> {
                StubAnswers.inTurn(StubAnswers.ALL.stored(), number).forEach(response::addHeader);
                response.setEntity(new ByteArrayEntity(new byte[0], null));
            }
            default -> response.setCode(HttpStatus.SC_NO_CONTENT);
        }
    }

    /** The number at the end of the key: 0 if there is none. */
    private static int number(String path) {
        Matcher number = NUMBER.matcher(path);
        return number.find() ? Integer.parseInt(number.group(1)) : 0;
    }

    private static void get(ClassicHttpRequest request, int number, ClassicHttpResponse response) {
        if (request.getPath().contains("?tagging")) {
            answer(response, "tags");
            return;
        }
        StubObject object = StubAnswers.object(number);
        object.headers().forEach(response::addHeader);
        response.addHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
        response.addHeader(HttpHeaders.LAST_MODIFIED, StubAnswers.inTurn(StubAnswers.ALL.lastModified(), number));
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

    private static String post(String path) {
        if (path.contains("uploadId=")) {
            return "completeUpload";
        }
        return path.contains("?uploads") ? "createUpload" : "assumeRole";
    }

    private static void answer(ClassicHttpResponse response, String body) {
        String xml = Objects.requireNonNull(StubAnswers.ALL.bodies().get(body))
                .replace("IN_AN_HOUR", Instant.now().plus(1, ChronoUnit.HOURS).toString());
        response.addHeader(HttpHeaders.CONTENT_TYPE, "application/xml");
        response.setEntity(new ByteArrayEntity(xml.getBytes(UTF_8), null));
    }
}
