package org.allowput.emulator.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import javax.crypto.spec.PBEParameterSpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** TLS with one certificate that is shown to clients, and one that is trusted, as behind a proxy. */
public record ServerTls(SSLContext context, List<TrustManager> trust) {
    private static final char[] PASSWORD = "changeit".toCharArray();

    /** In one round, not ten thousand: the key stays in memory, and tests start hundreds of servers. */
    private static final KeyStore.PasswordProtection IN_MEMORY = new KeyStore.PasswordProtection(
            PASSWORD, "PBEWithHmacSHA256AndAES_256", new PBEParameterSpec(new byte[20], 1));

    /** With the certificate and the key in that folder, which is trusted as well. */
    public static ServerTls of(Path folder) {
        return of(folder, folder);
    }

    /**
     * Reads the certificates and the key.
     *
     * @param folder that holds {@code cert.pem} and {@code key.pem}, of an elliptic curve, to show to clients
     * @param upstream that holds the emulator's {@code cert.pem}; it may be the same folder
     */
    public static ServerTls of(Path folder, Path upstream) {
        try {
            Certificate certificate = certificate(folder);
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setEntry(
                    "server",
                    new KeyStore.PrivateKeyEntry(key(folder.resolve("key.pem")), new Certificate[] {certificate}),
                    IN_MEMORY);
            store.setCertificateEntry("trusted", certificate);
            store.setCertificateEntry("upstream", certificate(upstream));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, PASSWORD);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return new ServerTls(context, List.of(trust.getTrustManagers()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no TLS with the certificate in " + folder, e);
        }
    }

    private static Certificate certificate(Path folder) throws IOException, GeneralSecurityException {
        try (InputStream pem = Files.newInputStream(folder.resolve("cert.pem"))) {
            return CertificateFactory.getInstance("X.509").generateCertificate(pem);
        }
    }

    private static PrivateKey key(Path pem) throws IOException, GeneralSecurityException {
        String base64 = Files.readString(pem).replaceAll("-----[A-Z ]+-----", "");
        byte[] der = Base64.getMimeDecoder().decode(base64);
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
    }
}
