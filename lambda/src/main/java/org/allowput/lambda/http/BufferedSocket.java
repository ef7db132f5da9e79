package org.allowput.lambda.http;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/**
 * A connected socket below TLS, whose input is buffered and whose read timeout {@link ReadTimeouts} keeps.
 *
 * <p>The JDK's TLS reads the five bytes of a record's header by themselves, then the record: two system calls for at
 * most 16 KiB. From the buffer it reads several records with one.
 *
 * <p>As of any socket, a read that times out throws {@link SocketTimeoutException}; here it has closed the socket as
 * well. Timeouts of less than {@value #WATCHED_FROM_MILLIS} milliseconds stay the JDK's, which leave it open: the HTTP
 * client goes on after them (a check of an idle connection, the wait for <i>100 Continue</i>).
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8446#section-5.1">RFC 8446</a>: records
 */
final class BufferedSocket extends Socket implements ReadTimeouts.Watched {
    static final int WATCHED_FROM_MILLIS = 10_000;
    /** In bytes: four of the largest records. */
    private static final int BUFFER = 1 << 16;

    private final Socket socket;
    private final ReadTimeouts timeouts;
    private final InputStream input;
    private volatile int watchedMillis;
    private volatile long readBegan;
    private volatile boolean isReading;
    private volatile boolean isTimedOut;

    /** @param socket connected; its timeout is taken over */
    BufferedSocket(Socket socket, ReadTimeouts timeouts) throws IOException {
        this.socket = socket;
        this.timeouts = timeouts;
        this.input = new BufferedInputStream(new WatchedInput(socket.getInputStream()), BUFFER);
        setSoTimeout(socket.getSoTimeout());
        timeouts.watch(this);
    }

    private final class WatchedInput extends FilterInputStream {
        WatchedInput(InputStream input) {
            super(input);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            readBegan = timeouts.nanoTime();
            isReading = true;
            try {
                return in.read(bytes, offset, length);
            } catch (SocketException e) {
                throw isTimedOut ? timedOut(e) : e;
            } finally {
                isReading = false;
            }
        }
    }

    private static IOException timedOut(SocketException closed) {
        IOException timedOut = new SocketTimeoutException("Read timed out");
        timedOut.initCause(closed);
        return timedOut;
    }

    boolean isReading() {
        return isReading;
    }

    @Override
    public void closeIfReadTimedOut() {
        long limit = watchedMillis * 1_000_000L;
        if (limit > 0 && isReading && timeouts.nanoTime() - readBegan > limit) {
            isTimedOut = true;
            try {
                socket.close();
            } catch (IOException e) {
                // The read ends all the same.
            }
        }
    }

    @Override
    public void setSoTimeout(int millis) throws SocketException {
        boolean isWatched = millis >= WATCHED_FROM_MILLIS;
        watchedMillis = isWatched ? millis : 0;
        socket.setSoTimeout(isWatched ? 0 : millis);
    }

    @Override
    public int getSoTimeout() throws SocketException {
        return watchedMillis > 0 ? watchedMillis : socket.getSoTimeout();
    }

    @Override
    public InputStream getInputStream() {
        return input;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return socket.getOutputStream();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    @Override
    public boolean isClosed() {
        return socket.isClosed();
    }

    @Override
    public boolean isConnected() {
        return socket.isConnected();
    }

    @Override
    public boolean isBound() {
        return socket.isBound();
    }

    @Override
    public void shutdownInput() throws IOException {
        socket.shutdownInput();
    }

    @Override
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public boolean isInputShutdown() {
        return socket.isInputShutdown();
    }

    @Override
    public boolean isOutputShutdown() {
        return socket.isOutputShutdown();
    }

    @Override
    public InetAddress getInetAddress() {
        return socket.getInetAddress();
    }

    @Override
    public InetAddress getLocalAddress() {
        return socket.getLocalAddress();
    }

    @Override
    public int getPort() {
        return socket.getPort();
    }

    @Override
    public int getLocalPort() {
        return socket.getLocalPort();
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return socket.getRemoteSocketAddress();
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return socket.getLocalSocketAddress();
    }

    @Override
    public void setTcpNoDelay(boolean on) throws SocketException {
        socket.setTcpNoDelay(on);
    }

    @Override
    public boolean getTcpNoDelay() throws SocketException {
        return socket.getTcpNoDelay();
    }

    @Override
    public void setKeepAlive(boolean on) throws SocketException {
        socket.setKeepAlive(on);
    }

    @Override
    public boolean getKeepAlive() throws SocketException {
        return socket.getKeepAlive();
    }

    @Override
    public void setSoLinger(boolean on, int seconds) throws SocketException {
        socket.setSoLinger(on, seconds);
    }

    @Override
    public int getSoLinger() throws SocketException {
        return socket.getSoLinger();
    }
}
