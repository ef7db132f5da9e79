package org.allowput.lambda.copy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ContentStreamProvider;

/**
 * A range of one version of a source object, as the body of a PUT. A PUT that is tried again opens it again; what it
 * opens is that version or fails.
 */
final class PinnedRange implements ContentStreamProvider, AutoCloseable {
    private final Source source;
    private final SourceState version;
    private final long offset;
    private final long length;
    private @Nullable InputStream unread;
    private @Nullable InputStream current;

    private PinnedRange(Source source, SourceState version, long offset, long length, @Nullable InputStream unread) {
        this.source = source;
        this.version = version;
        this.offset = offset;
        this.length = length;
        this.unread = unread;
    }

    /** All of an object that is open already: the first attempt takes the bytes that are there. */
    static PinnedRange whole(Source source, SourceObject opened) {
        return new PinnedRange(source, opened.state(), 0, opened.state().size(), opened.bytes());
    }

    /** A part of that version. */
    static PinnedRange part(Source source, SourceState version, long offset, long length) {
        return new PinnedRange(source, version, offset, length, null);
    }

    long length() {
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
        return next;
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
