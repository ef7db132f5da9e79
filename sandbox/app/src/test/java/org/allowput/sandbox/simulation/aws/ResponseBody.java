package org.allowput.sandbox.simulation.aws;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of an answer, which arrive while they are read. */
final class ResponseBody extends InputStream {
    private static final int AT_ONCE = 1024 * 1024;

    private final byte[] bytes;
    private final int end;
    private final int faulty;
    private final Network network;
    private final Fault fault;
    private int at;
    private int arrived;

    enum Fault {
        NONE,
        /** The connection breaks in the middle. */
        BROKEN,
        /** A byte in the middle is another. */
        CHANGED
    }

    ResponseBody(byte[] bytes, int offset, int length, Network network, Fault fault) {
        this.bytes = bytes;
        this.at = offset;
        this.arrived = offset;
        this.end = offset + length;
        this.faulty = offset + length / 2;
        this.network = network;
        this.fault = fault;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
        if (at == end) {
            return -1;
        }
        if (at == arrived) {
            int next = Math.min(AT_ONCE, end - at);
            network.restFor(next);
            arrived += next;
        }
        if (fault == Fault.BROKEN && arrived > faulty) {
            throw new IOException("Premature end of Content-Length delimited message body");
        }
        int count = Math.min(most, arrived - at);
        System.arraycopy(bytes, at, into, from, count);
        if (fault == Fault.CHANGED && at <= faulty && faulty < at + count) {
            into[from + faulty - at] ^= 1;
        }
        at += count;
        return count;
    }
}
