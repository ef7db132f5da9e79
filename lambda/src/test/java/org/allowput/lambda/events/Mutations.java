package org.allowput.lambda.events;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Documents that are nearly events: bytes changed, cut, doubled and spliced, and JSON values exchanged for others. */
public final class Mutations {
    private static final Pattern TOKEN = Pattern.compile("\"(?:[^\"\\\\]|\\\\.){0,80}\"|true|false|null|-?[0-9]+");
    private static final List<String> OTHER_TOKENS = List.of("""
        null true 0 -1 1e999 99999999999999999999 "" "x" {} [] [{}] [null] { ] "\\ud800" "%" "%ff" "aws:s3"
        "aws:sqs" "Records" "Records":[],"x" "messageId" "body" "key" "2.1" "3.0" "ObjectCreated:Put"
        "s3:TestEvent" "detail-type" "Type" "Message" "tasks" "invocationSchemaVersion"
        """.strip().split("\\s+", -1));

    private final RandomGenerator random;
    private final List<byte[]> seeds;

    /** Mutations that the seeds are spliced into. */
    public Mutations(RandomGenerator random, List<byte[]> seeds) {
        this.random = random;
        this.seeds = seeds;
    }

    public byte[] mutate(byte[] document) {
        byte[] mutated = document;
        for (int times = random.nextInt(1, 4); times > 0; times--) {
            mutated = random.nextInt(3) == 0 ? changeBytes(mutated) : exchangeToken(mutated);
        }
        return mutated;
    }

    byte[] randomBytes() {
        byte[] bytes = new byte[random.nextInt(64)];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] exchangeToken(byte[] document) {
        String text = new String(document, StandardCharsets.ISO_8859_1);
        Matcher token = TOKEN.matcher(text);
        if (!token.find(random.nextInt(text.length() + 1)) && !token.find(0)) {
            return changeBytes(document);
        }
        String other = OTHER_TOKENS.get(random.nextInt(OTHER_TOKENS.size()));
        return (text.substring(0, token.start()) + other + text.substring(token.end()))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private byte[] changeBytes(byte[] document) {
        int from = random.nextInt(document.length + 1);
        int to = Math.min(document.length, from + random.nextInt(1, 40));
        byte[] other = seeds.get(random.nextInt(seeds.size()));
        int otherFrom = random.nextInt(other.length + 1);
        return switch (random.nextInt(6)) {
            case 0 -> join(document, 0, from, document, to, document.length);
            case 1 -> join(document, 0, to, document, from, document.length);
            case 2 -> join(document, 0, from, new byte[0], 0, 0);
            case 3 -> join(document, 0, from, other, otherFrom, other.length);
            case 4 -> insert(document, from, randomBytes());
            default -> withByte(document, from);
        };
    }

    private static byte[] insert(byte[] document, int at, byte[] inserted) {
        byte[] head = join(document, 0, at, inserted, 0, inserted.length);
        return join(head, 0, head.length, document, at, document.length);
    }

    private byte[] withByte(byte[] document, int at) {
        byte[] changed = document.clone();
        if (at < changed.length) {
            changed[at] = (byte) random.nextInt(256);
        }
        return changed;
    }

    private static byte[] join(byte[] first, int from, int to, byte[] second, int secondFrom, int secondTo) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.write(first, from, to - from);
        joined.write(second, secondFrom, secondTo - secondFrom);
        return joined.toByteArray();
    }
}
