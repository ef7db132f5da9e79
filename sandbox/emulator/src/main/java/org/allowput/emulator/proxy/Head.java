package org.allowput.emulator.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The head of an HTTP/1.1 request or answer, byte for byte as it came.
 *
 * @param lines the first line and one line a header, without their ends
 */
record Head(List<String> lines) {
    private static final int LARGEST = 64 * 1024;

    Head {
        lines = List.copyOf(lines);
    }

    /** The next head, or nothing if the other side has ended the connection where a head could begin. */
    static Optional<Head> read(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int read = 0; read < LARGEST; read++) {
            int value = in.read();
            if (value < 0) {
                if (lines.isEmpty() && line.size() == 0) {
                    return Optional.empty();
                }
                throw new EOFException("within a head");
            }
            if (value != '\n') {
                line.write(value);
                continue;
            }
            String text = line.toString(ISO_8859_1).stripTrailing();
            if (text.isEmpty()) {
                return Optional.of(new Head(lines));
            }
            lines.add(text);
            line.reset();
        }
        throw new IOException("a head of more than " + LARGEST + " bytes");
    }

    String first() {
        return lines.getFirst();
    }

    /**
     * A word of the first line, from 0: of a request, method, target, version; of an answer, version, status, reason.
     */
    String word(int index) {
        return first().split(" ", -1)[index];
    }

    /**
     * The same with its path as S3 reads it: a slash in a key is a slash, encoded or not. The SDK encodes the second of
     * two and signs it plain, as S3 verifies it; the emulator verifies the path as it was sent.
     */
    Head withPlainSlashes() {
        String target = word(1);
        String path = target.replaceFirst("\\?.*", "");
        List<String> changed = new ArrayList<>(lines);
        changed.set(0, word(0) + " " + path.replace("%2F", "/") + target.substring(path.length()) + " " + word(2));
        return new Head(changed);
    }

    Optional<String> header(String name) {
        return lines.stream()
                .skip(1)
                .filter(line -> isHeader(line, name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst();
    }

    /** All of them by lower-case names; those of one name are joined. */
    Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>();
        lines.stream()
                .skip(1)
                .map(line -> line.split(":", 2))
                .forEach(header -> headers.merge(
                        header[0].toLowerCase(Locale.ROOT),
                        header[1].strip(),
                        (first, second) -> first + "," + second));
        return headers;
    }

    Head without(String name) {
        return new Head(lines.stream().filter(line -> !isHeader(line, name)).toList());
    }

    /** How long the body is that follows, or nothing if it is chunked. */
    Optional<Long> length() {
        return header("Transfer-Encoding").isPresent()
                ? Optional.empty()
                : Optional.of(header("Content-Length").map(Long::parseLong).orElse(0L));
    }

    void write(OutputStream out) throws IOException {
        out.write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(ISO_8859_1));
        out.flush();
    }

    private static boolean isHeader(String line, String name) {
        return line.length() > name.length()
                && line.charAt(name.length()) == ':'
                && line.regionMatches(true, 0, name, 0, name.length());
    }
}
