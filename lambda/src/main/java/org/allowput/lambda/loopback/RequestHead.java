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
 * @param path with its query
 * @param expectsContinue whether the client waits for {@code 100 Continue} before it sends the body
 * @param contentLength of the body, in bytes
 * @param range the value of the header {@code Range}
 */
record RequestHead(String method, String path, boolean expectsContinue, long contentLength, Optional<String> range) {
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
        int method = head.indexOf(' ');
        return new RequestHead(
                head.substring(0, method),
                head.substring(method + 1, head.indexOf(' ', method + 1)),
                headers.contains("\r\nexpect: 100-continue\r\n"),
                field(headers, "content-length").map(Long::parseLong).orElse(0L),
                field(headers, "range"));
    }

    /** The number at the end of the key: 0 if there is none. */
    int number() {
        int end = path.indexOf('?') < 0 ? path.length() : path.indexOf('?');
        int begin = end;
        while (begin > 0 && Character.isDigit(path.charAt(begin - 1))) {
            begin--;
        }
        return begin == end ? 0 : Integer.parseInt(path, begin, end, 10);
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
