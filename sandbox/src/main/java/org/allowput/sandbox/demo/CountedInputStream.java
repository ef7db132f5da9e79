package org.allowput.sandbox.demo;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** Tells how many bytes are read, read by read. */
final class CountedInputStream extends FilterInputStream {
    private final LongConsumer counter;

    CountedInputStream(InputStream in, LongConsumer counter) {
        super(in);
        this.counter = counter;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        if (read >= 0) {
            counter.accept(1);
        }
        return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        if (read > 0) {
            counter.accept(read);
        }
        return read;
    }

    /** A stream that is read again would be counted again. */
    @Override
    public boolean markSupported() {
        return false;
    }
}
