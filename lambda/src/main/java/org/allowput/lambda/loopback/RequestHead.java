package org.allowput.lambda.loopback;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;

/**
 * What comes before the body of an HTTP/1.1 request, as far as it has to be known.
 *
 * @param expectsContinue whether the client waits for {@code 100 Continue} before it sends the body
 * @param contentLength of the body, in bytes
 */
record RequestHead(String method, boolean expectsContinue, long contentLength) {
    private static final String END = "\r\n\r\n";

    /** The next one; nothing at the end of the connection. */
    static Optional<RequestHead> read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int matched = 0; matched < END.length(); ) {
            int next = in.read();
            if (next < 0) {
                return Optional.empty();
            }
            head.write(next);
            matched = next == END.charAt(matched) ? matched + 1 : 0;
        }
        return Optional.of(of(head.toString(ISO_8859_1)));
    }

    private static RequestHead of(String head) {
        String headers = head.toLowerCase(Locale.ROOT);
        return new RequestHead(
                head.substring(0, head.indexOf(' ')),
                headers.contains("\r\nexpect: 100-continue\r\n"),
                field(headers, "content-length").map(Long::parseLong).orElse(0L));
    }

    private static Optional<String> field(String headers, String name) {
        String before = "\r\n" + name + ": ";
        int at = headers.indexOf(before);
        if (at < 0) {
            return Optional.empty();
        }
        int from = at + before.length();
        return Optional.of(headers.substring(from, headers.indexOf('\r', from)));
    }
}
