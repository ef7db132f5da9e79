package org.allowput.lambda.s3;

import java.io.IOException;
import java.io.InputStream;
import org.allowput.lambda.failure.SourceException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * The bytes of a GET. Closed before its end it drops its connection, rather than read what is left of perhaps gigabytes
 * to keep one. What fails here says that it was the source, in a cause that is a {@link SourceException}.
 */
final class SourceStream extends InputStream {
    private final ResponseInputStream<?> response;
    private long left;

    SourceStream(ResponseInputStream<?> response, long length) {
        this.response = response;
        this.left = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            int count = response.read(buffer, offset, length);
            left -= Math.max(count, 0);
            return count;
        } catch (IOException e) {
            throw new IOException(e.getMessage(), new SourceException(SdkClientException.create(e.getMessage(), e)));
        }
    }

    @Override
    public void close() throws IOException {
        if (left > 0) {
            response.abort();
        } else {
            response.close();
        }
    }
}
