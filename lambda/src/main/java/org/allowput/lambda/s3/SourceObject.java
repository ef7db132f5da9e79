package org.allowput.lambda.s3;

import java.io.IOException;
import java.io.InputStream;
import org.allowput.contract.object.SourceState;

/**
 * An object of the source bucket, opened.
 *
 * @param state which version it is, and all of it but its bytes
 * @param bytes all of its bytes, once; to be closed, read to the end or not
 * @param tagCount how many tags it had when it was opened; 0 if that may not be read
 */
public record SourceObject(SourceState state, InputStream bytes, int tagCount) implements AutoCloseable {
    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
