package org.allowput.lambda.copy;

import java.io.InputStream;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.allowput.contract.object.SourceState;
import org.allowput.contract.object.StoredChecksum;
import org.allowput.contract.object.StoredChecksum.Algorithm;
import org.allowput.lambda.checksum.CrcCombiner;
import org.allowput.lambda.s3.S3Source.SourceObject;

/**
 * A source object of zeros of any size. Its bytes are generated when they are read, and passed over in no time when
 * they are skipped.
 */
final class GeneratedObject extends UnusedSource {
    private static final CrcCombiner CRC = CrcCombiner.of(Algorithm.CRC32);
    /** The CRC32 of one zero byte. */
    private static final String OF_ONE =
            Base64.getEncoder().encodeToString(new byte[] {(byte) 0xD2, 2, (byte) 0xEF, (byte) 0x8D});

    private final SourceState state;

    GeneratedObject(String key, long size) {
        this.state = new SourceState(
                key,
                size,
                "\"0123456789abcdef0123456789abcdef-10000\"",
                "version-1",
                null,
                Map.of("Content-Type", "application/x-tar"),
                Map.of("colour", "red"),
                0,
                Optional.of(new StoredChecksum(Algorithm.CRC32, checksum(size), true)),
                null,
                null);
    }

    /** The CRC32 of so many zeros, in Base64. */
    static String checksum(long count) {
        String ofPower = OF_ONE;
        Optional<String> whole = Optional.empty();
        for (long bits = count, length = 1; bits != 0; bits >>>= 1, length <<= 1) {
            if ((bits & 1) != 0) {
                String of = ofPower;
                long appended = length;
                whole = Optional.of(
                        whole.map(before -> CRC.combine(before, of, appended)).orElse(of));
            }
            ofPower = CRC.combine(ofPower, ofPower, length);
        }
        return whole.orElseThrow();
    }

    @Override
    public Optional<SourceObject> open(String key) {
        return Optional.of(new SourceObject(state, new Zeros(state.size())));
    }

    @Override
    public InputStream open(SourceState version, long offset, long length) {
        return new Zeros(length);
    }

    @Override
    public Optional<SourceState> head(String key) {
        return Optional.of(state);
    }

    @Override
    public Map<String, String> tags(SourceState version) {
        return Map.of();
    }
}
