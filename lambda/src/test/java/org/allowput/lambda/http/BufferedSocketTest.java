package org.allowput.lambda.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.allowput.lambda.loopback.LoopbackServices;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A connection below TLS: few system calls, no timer per read, and all that a plain socket guarantees. */
class BufferedSocketTest {
    private static final int SHORT_MILLIS = 1;

    private final AtomicLong nanos = new AtomicLong();
    private final Queue<Runnable> scheduled = new ArrayDeque<>();
    private final ReadTimeouts timeouts = new ReadTimeouts(nanos::get, scheduled::add);
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger writes = new AtomicInteger();
    private final Socket client = new CountingSocket();
    private final Socket server;

    BufferedSocketTest() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort()));
            server = listener.accept();
        }
    }

    private final class CountingSocket extends Socket {
        @Override
        public OutputStream getOutputStream() throws IOException {
            OutputStream below = super.getOutputStream();
            return new OutputStream() {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    writes.incrementAndGet();
                    below.write(bytes, offset, length);
                }

                @Override
                public void write(int value) throws IOException {
                    write(new byte[] {(byte) value}, 0, 1);
                }
            };
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    reads.incrementAndGet();
                    return super.read(bytes, offset, length);
                }
            };
        }
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void theHeaderAndTheBodyOfSeveralRecordsAreReadAtOnce() throws IOException {
        BufferedSocket socket = new BufferedSocket(client, timeouts);
        server.getOutputStream().write(new byte[2 * (5 + 100)]);
        InputStream input = socket.getInputStream();

        for (int record = 0; record < 2; record++) {
            assertThat(input.readNBytes(5)).hasSize(5);
            assertThat(input.readNBytes(100)).hasSize(100);
        }

        assertThat(reads).hasValue(1);
    }

    @Test
    void aReadThatWaitsForLongerThanTheTimeoutClosesTheSocket() throws IOException {
        BufferedSocket socket = new BufferedSocket(client, timeouts);
        socket.setSoTimeout(30_000);
        CompletableFuture<Integer> read = readOnVirtualThread(socket);

        checkUntilDone(read, 31);

        assertThatThrownBy(read::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(SocketTimeoutException.class)
                .hasMessageContaining("Read timed out");
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void aReadThatWaitsForLessThanTheTimeoutGoesOn() throws Exception {
        BufferedSocket socket = new BufferedSocket(client, timeouts);
        socket.setSoTimeout(30_000);
        CompletableFuture<Integer> read = readOnVirtualThread(socket);
        while (!socket.isReading()) {
            Thread.onSpinWait();
        }

        check(29);
        server.getOutputStream().write('x');

        assertThat(read.get()).isEqualTo('x');
        assertThat(client.isClosed()).isFalse();
    }

    /** The pool keeps connections open for longer than a read may take. */
    @Test
    void aSocketThatIsNotReadIsLeftOpen() throws IOException {
        BufferedSocket socket = new BufferedSocket(client, timeouts);
        socket.setSoTimeout(30_000);
        server.getOutputStream().write('x');
        socket.getInputStream().read();

        check(3_600);

        assertThat(client.isClosed()).isFalse();
    }

    /** The JDK starts a timer for each read that waits if the socket below has a timeout. */
    @Test
    void theSocketBelowHasNoTimeout() throws IOException {
        client.setSoTimeout(30_000);

        BufferedSocket socket = new BufferedSocket(client, timeouts);

        assertThat(client.getSoTimeout()).isZero();
        assertThat(socket.getSoTimeout()).isEqualTo(30_000);
    }

    /** As where the HTTP client waits for 100 Continue, or looks whether a connection that was idle is alive. */
    @Test
    void afterAShortTimeoutTheConnectionIsUsable() throws IOException {
        BufferedSocket socket = new BufferedSocket(client, timeouts);
        socket.setSoTimeout(SHORT_MILLIS);
        InputStream input = socket.getInputStream();

        assertThatThrownBy(input::read).isInstanceOf(SocketTimeoutException.class);
        socket.setSoTimeout(30_000);
        server.getOutputStream().write('x');

        assertThat(input.read()).isEqualTo('x');
    }

    @Test
    void anInterruptEndsARead() throws Exception {
        BufferedSocket socket = new BufferedSocket(client, timeouts);
        socket.setSoTimeout(30_000);
        CompletableFuture<Integer> read = new CompletableFuture<>();
        Thread reader = Thread.startVirtualThread(() -> complete(read, socket));

        reader.interrupt();

        assertThatThrownBy(() -> read.get(1, TimeUnit.MINUTES))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(SocketException.class);
    }

    @Test
    void whenAllSocketsAreClosedNothingIsScheduled() throws IOException {
        BufferedSocket socket = new BufferedSocket(client, timeouts);
        check(1);
        assertThat(scheduled).hasSize(1);

        socket.close();
        check(1);

        assertThat(scheduled).isEmpty();
    }

    @Test
    void aBodyThatIsWrittenInPiecesIsSentInLargeRecords() throws IOException {
        try (LoopbackServices services = LoopbackServices.start(LoopbackServices.CIPHER_SUITES.getFirst());
                Socket plain = new CountingSocket()) {
            plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), services.port()));
            BufferedTlsStrategy tls =
                    new BufferedTlsStrategy(services.trustManagers().trustManagers());
            OutputStream output = tls.upgrade(plain, "127.0.0.1", 443, null, HttpClientContext.create())
                    .getOutputStream();
            int handshake = writes.get();

            for (int piece = 0; piece < 12; piece++) {
                output.write(new byte[4096]);
            }
            output.flush();

            assertThat(writes.get() - handshake).as("records for 48 KiB").isLessThanOrEqualTo(4);
        }
    }

    @Test
    void aCertificateForAnotherHostIsRefused() throws IOException {
        try (LoopbackServices services = LoopbackServices.start(LoopbackServices.CIPHER_SUITES.getFirst());
                Socket plain = new Socket(InetAddress.getLoopbackAddress(), services.port())) {
            BufferedTlsStrategy tls =
                    new BufferedTlsStrategy(services.trustManagers().trustManagers());

            assertThatThrownBy(() -> tls.upgrade(plain, "s3.amazonaws.com", 443, null, HttpClientContext.create()))
                    .hasMessageContaining("s3.amazonaws.com");
        }
    }

    @Test
    void aCertificateThatIsNotTrustedIsRefused() throws IOException {
        try (LoopbackServices services = LoopbackServices.start(LoopbackServices.CIPHER_SUITES.getFirst());
                Socket plain = new Socket(InetAddress.getLoopbackAddress(), services.port())) {
            BufferedTlsStrategy tls = new BufferedTlsStrategy(null);

            assertThatThrownBy(() -> tls.upgrade(plain, "127.0.0.1", 443, null, HttpClientContext.create()))
                    .hasMessageContaining("PKIX path building failed");
        }
    }

    private static CompletableFuture<Integer> readOnVirtualThread(BufferedSocket socket) {
        CompletableFuture<Integer> read = new CompletableFuture<>();
        Thread.startVirtualThread(() -> complete(read, socket));
        return read;
    }

    private static void complete(CompletableFuture<Integer> read, BufferedSocket socket) {
        try {
            read.complete(socket.getInputStream().read());
        } catch (IOException e) {
            read.completeExceptionally(e);
        }
    }

    /** As long as the read has not begun when the time is set, it has not waited. */
    private void checkUntilDone(CompletableFuture<Integer> read, int seconds) {
        while (!read.isDone()) {
            check(seconds);
        }
    }

    private void check(int seconds) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
        Runnable check = scheduled.poll();
        if (check != null) {
            check.run();
        }
    }
}
