package org.allowput.lambda.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.allowput.contract.object.SourceState;
import org.allowput.lambda.UnusedClients;
import org.allowput.lambda.copy.CopySamples;
import org.allowput.lambda.failure.SourceException;
import org.allowput.lambda.s3.S3Source.SourceObject;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** What is opened for a copy is closed, and a stream that is not read to its end is aborted instead of drained. */
class SourceResourcesTest {
    private static final byte[] BYTES = {1, 2, 3, 4, 5, 6, 7, 8};

    private final List<Opened> opened = new ArrayList<>();
    private final List<ResponseInputStream<?>> responses = new ArrayList<>();
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

        try (PinnedRange range = new PinnedRange(source(), state(), 0, BYTES.length, Optional.of(checksum))) {
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
        SourceStream stream =
                new SourceStream(transform("bytes 0-7/8", ResponseTransformer.toInputStream()), BYTES.length);
        assertThat(stream.read()).isEqualTo(1);

        stream.close();

        assertThat(aborted).isEqualTo(1);
    }

    @Test
    void aStreamThatIsReadToItsEndKeepsItsConnection() throws IOException {
        SourceStream stream =
                new SourceStream(transform("bytes 0-7/8", ResponseTransformer.toInputStream()), BYTES.length);
        assertThat(stream.skip(1)).isEqualTo(1);
        assertThat(stream.readAllBytes()).hasSize(7);

        stream.close();

        assertThat(aborted).isZero();
        assertThat(opened.getFirst().closed).isTrue();
    }

    @Test
    void anotherRangeThanTheRequestedOneIsRefusedAndItsConnectionAborted() {
        assertThatThrownBy(() -> s3("bytes 0-3/8").open(state(), 0, 8))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("bytes 0-3/8");
        assertThat(aborted).isEqualTo(1);
    }

    /** The PUT that reads it can wait for a connection, and be retried, for longer than the SDK's minute. */
    @Test
    void aBodyThatIsNotReadYetHasNoTimeout() {
        s3("bytes 0-7/8").open(state(), 0, 8);

        assertThat(responses).hasSize(1).noneMatch(ResponseInputStream::hasTimeoutTask);
    }

    /** Responds to each GET with a range. */
    private S3Source s3(String contentRange) {
        S3Client client = new S3Client() {
            @Override
            public <R> R getObject(GetObjectRequest request, ResponseTransformer<GetObjectResponse, R> transformer) {
                R response = transform(contentRange, transformer);
                responses.add((ResponseInputStream<?>) response);
                return response;
            }

            @Override
            public String serviceName() {
                return "s3";
            }

            @Override
            public void close() {}
        };
        return new S3Source(client, client, "bucket", "222222222222");
    }

    private <R> R transform(String contentRange, ResponseTransformer<GetObjectResponse, R> transformer) {
        Opened bytes = new Opened();
        opened.add(bytes);
        GetObjectResponse response =
                GetObjectResponse.builder().contentRange(contentRange).build();
        try {
            return transformer.transform(response, AbortableInputStream.create(bytes, () -> aborted++));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private S3Source source() {
        return new S3Source(UnusedClients.s3(), UnusedClients.s3(), "bucket", "222222222222") {
            @Override
            public InputStream open(SourceState version, long offset, long length) {
                Opened bytes = new Opened();
                opened.add(bytes);
                return bytes;
            }
        };
    }

    private static SourceState state() {
        return CopySamples.state("key", BYTES.length, "\"e\"", null);
    }
}
