package org.allowput.lambda.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import org.allowput.lambda.failure.SourceException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.Tag;

/** What is opened for a copy is closed, and a stream that is not read to its end is aborted instead of drained. */
class SourceResourcesTest {
    private static final byte[] BYTES = {1, 2, 3, 4, 5, 6, 7, 8};

    private final List<Opened> opened = new ArrayList<>();
    private int aborted;

    private static final class Opened extends ByteArrayInputStream {
        private boolean closed;

        Opened() {
            super(BYTES);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void aRetriedPartClosesTheFirstAttemptAndStartsItsChecksumAnew() throws IOException {
        CRC32 checksum = new CRC32();
        CRC32 expected = new CRC32();
        expected.update(BYTES);

        try (PinnedRange range = PinnedRange.part(source(), state(), 0, BYTES.length, Optional.of(checksum))) {
            range.newStream().readNBytes(5);
            range.newStream().readAllBytes();

            assertThat(opened).hasSize(2);
            assertThat(opened.getFirst().closed)
                    .as("the first attempt is closed")
                    .isTrue();
            assertThat(checksum.getValue()).isEqualTo(expected.getValue());
        }
        assertThat(opened.getLast().closed).as("the last attempt is closed").isTrue();
    }

    @Test
    void aSourceObjectClosesItsBytes() throws IOException {
        Opened bytes = new Opened();

        new SourceObject(state(), bytes).close();

        assertThat(bytes.closed).isTrue();
    }

    @Test
    void aStreamThatIsNotReadToItsEndIsAborted() throws IOException {
        SourceStream stream = new SourceStream(response("bytes 0-7/8"), BYTES.length);
        assertThat(stream.read()).isEqualTo(1);

        stream.close();

        assertThat(aborted).isEqualTo(1);
    }

    @Test
    void aStreamThatIsReadToItsEndKeepsItsConnection() throws IOException {
        SourceStream stream = new SourceStream(response("bytes 0-7/8"), BYTES.length);
        assertThat(stream.skip(1)).isEqualTo(1);
        assertThat(stream.readAllBytes()).hasSize(7);

        stream.close();

        assertThat(aborted).isZero();
        assertThat(opened.getFirst().closed).isTrue();
    }

    @Test
    void anotherRangeThanTheRequestedOneIsRefusedAndItsConnectionAborted() {
        S3Client client = new S3Client() {
            @Override
            public ResponseInputStream<GetObjectResponse> getObject(GetObjectRequest request) {
                return response("bytes 0-3/8");
            }

            @Override
            public String serviceName() {
                return "s3";
            }

            @Override
            public void close() {}
        };

        assertThatThrownBy(() -> new S3Source(client, client, "bucket", "222222222222").open(state(), 0, 8))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("bytes 0-3/8");
        assertThat(aborted).isEqualTo(1);
    }

    private ResponseInputStream<GetObjectResponse> response(String contentRange) {
        Opened bytes = new Opened();
        opened.add(bytes);
        return new ResponseInputStream<>(
                GetObjectResponse.builder().contentRange(contentRange).build(),
                AbortableInputStream.create(bytes, () -> aborted++));
    }

    private Source source() {
        return new Source() {
            @Override
            public Optional<SourceObject> open(String key) {
                throw new UnsupportedOperationException();
            }

            @Override
            public InputStream open(SourceState version, long offset, long length) {
                Opened bytes = new Opened();
                opened.add(bytes);
                return bytes;
            }

            @Override
            public Optional<SourceState> head(String key) {
                throw new UnsupportedOperationException();
            }

            @Override
            public List<Tag> tags(SourceState version) {
                return List.of();
            }
        };
    }

    private static SourceState state() {
        return new SourceState(
                "key", BYTES.length, "\"e\"", null, null, Map.of(), Map.of(), 0, Optional.empty(), null, null);
    }
}
