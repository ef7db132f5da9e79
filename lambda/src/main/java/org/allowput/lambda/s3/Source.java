package org.allowput.lambda.s3;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.allowput.contract.object.SourceState;
import org.allowput.lambda.failure.SourceException;
import software.amazon.awssdk.services.s3.model.Tag;

/** The source bucket, read as the source account. What fails here is thrown as a {@link SourceException}. */
public interface Source {
    /** The newest version of the object with its bytes to come, or nothing if there is no such object. */
    Optional<SourceObject> open(String key);

    /**
     * A range of exactly that version, in a single attempt: it is opened within a request that is itself retried.
     *
     * @param offset of the first byte
     * @param length in bytes, at least 1
     * @throws SourceException with status 412 or 404 if that version is no longer the object's newest, or is gone
     */
    InputStream open(SourceState version, long offset, long length);

    /** The newest version as it is now, or nothing if there is no such object. */
    Optional<SourceState> head(String key);

    /** The tags of exactly that version. */
    List<Tag> tags(SourceState version);

    /**
     * An object of the source bucket, opened.
     *
     * @param state which version it is, and all of it but its bytes
     * @param bytes all of its bytes, once; to be closed, read to the end or not
     * @param tagCount how many tags it had when it was opened; 0 if that may not be read
     */
    record SourceObject(SourceState state, InputStream bytes, int tagCount) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            bytes.close();
        }
    }
}
