package org.allowput.lambda.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.zip.CheckedInputStream;
import java.util.zip.Checksum;
import org.allowput.contract.object.SourceState;
import org.allowput.lambda.failure.SourceException;
import org.allowput.lambda.s3.S3Source.SourceObject;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ContentStreamProvider;

/**
 * A range of one version of a source object, as the body of a PUT. A PUT that is tried again opens it again; what it
 * opens is that version or fails.
 */
public final class PinnedRange implements ContentStreamProvider, AutoCloseable {
    private final S3Source source;
    private final SourceState version;
    private final long offset;
    private final long length;
    private final Optional<Checksum> checksum;
    private @Nullable InputStream unread;
    private @Nullable InputStream current;

    /** @param checksum of the bytes that were read, once they have been: of the last attempt's */
    public PinnedRange(S3Source source, SourceState version, long offset, long length, Optional<Checksum> checksum) {
        this.source = source;
        this.version = version;
        this.offset = offset;
        this.length = length;
        this.checksum = checksum;
    }

    /** All of an object that is open already: the first attempt takes the bytes that are there. */
    public static PinnedRange whole(S3Source source, SourceObject opened) {
        PinnedRange whole =
                new PinnedRange(source, opened.state(), 0, opened.state().size(), Optional.empty());
        whole.unread = opened.bytes();
        return whole;
    }

    public long length() {
        return length;
    }

    /**
     * @throws SdkClientException because of a {@link SourceException}: the SDK tries no PUT again for any other kind
     */
    @Override
    public InputStream newStream() {
        close();
        InputStream next = unread;
        unread = null;
        if (next == null) {
            next = length == 0 ? InputStream.nullInputStream() : open();
        }
        current = next;
        checksum.ifPresent(Checksum::reset);
        return checksum.isPresent() ? new CheckedInputStream(next, checksum.get()) : next;
    }

    private InputStream open() {
        try {
            return source.open(version, offset, length);
        } catch (SourceException e) {
            throw SdkClientException.create(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        InputStream open = current;
        current = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
