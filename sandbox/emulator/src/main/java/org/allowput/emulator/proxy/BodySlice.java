package org.allowput.emulator.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range that was asked for and not answered: the emulator gives all of an object when its version is named. S3 gives
 * the range, and so does the proxy.
 *
 * @param first byte of it
 * @param length in bytes
 * @param whole how long the object is, in bytes
 */
record BodySlice(long first, long length, long whole) {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");

    static Optional<BodySlice> of(Head request, Head answer) {
        Optional<Matcher> range = request.header("Range").map(RANGE::matcher).filter(Matcher::matches);
        if (range.isEmpty() || !request.word(0).equals("GET") || !answer.word(1).equals("200")) {
            return Optional.empty();
        }
        long first = Long.parseLong(range.get().group(1));
        long whole = answer.length().orElseThrow();
        long last = Math.min(Long.parseLong(range.get().group(2)), whole - 1);
        return Optional.of(new BodySlice(first, last - first + 1, whole));
    }

    /** The head of the answer with the range. */
    Head head(Head answer) {
        List<String> lines = new ArrayList<>(answer.without("Content-Length").lines());
        lines.set(0, "HTTP/1.1 206 Partial Content");
        lines.add("Content-Length: " + length);
        lines.add("Content-Range: bytes " + first + "-" + (first + length - 1) + "/" + whole);
        return new Head(lines);
    }

    void forward(InputStream in, OutputStream out, Body body) throws IOException {
        Body.AS_IT_IS.forward(in, OutputStream.nullOutputStream(), first);
        body.forward(in, out, length);
        Body.AS_IT_IS.forward(in, OutputStream.nullOutputStream(), whole - first - length);
    }
}
