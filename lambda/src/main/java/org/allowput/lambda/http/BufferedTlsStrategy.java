package org.allowput.lambda.http;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP client's own TLS between two buffers, a {@link BufferedSocket} and a {@link BufferedTlsSocket}:
 * certificates, host names and protocol versions are checked as without them.
 */
public final class BufferedTlsStrategy implements TlsSocketStrategy {
    private final TlsSocketStrategy tls;
    private final ReadTimeouts timeouts = new ReadTimeouts();

    /**
     * @param trustManagers what is trusted; if null, what the JVM trusts
     * @throws IllegalStateException if the JVM has no TLS
     */
    public BufferedTlsStrategy(TrustManager @Nullable [] trustManagers) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trustManagers, null);
            this.tls = new DefaultClientTlsStrategy(context);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no TLS", e);
        }
    }

    @Override
    public SSLSocket upgrade(Socket socket, String target, int port, @Nullable Object attachment, HttpContext context)
            throws IOException {
        return new BufferedTlsSocket(
                tls.upgrade(new BufferedSocket(socket, timeouts), target, port, attachment, context));
    }
}
