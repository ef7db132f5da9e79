package org.allowput.lambda.loopback;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import software.amazon.awssdk.http.TlsTrustManagersProvider;

/**
 * A key and its certificate for the loopback address, valid for a day. They exist in memory alone, and nobody trusts in
 * them but who is given them as a trust manager.
 *
 * <p>The JDK makes no certificates but by keytool, which a Java runtime need not have.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5280#section-4.1">RFC 5280</a>: basic certificate fields
 */
final class SelfSignedCertificate implements TlsTrustManagersProvider {
    static final String HOST = "127.0.0.1";

    private static final String ALIAS = "loopback";
    private static final char[] NO_PASSWORD = new char[0];
    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** The fields' identifiers in DER: 1.2.840.10045.4.3.2, 2.5.4.3 and 2.5.29.17. */
    private static final byte[] ECDSA_WITH_SHA256 = {0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 4, 3, 2};

    private static final byte[] COMMON_NAME = {0x55, 4, 3};
    private static final byte[] SUBJECT_ALTERNATIVE_NAME = {0x55, 0x1D, 0x11};

    private final SSLContext context;
    private final TrustManager[] trust;

    private SelfSignedCertificate(SSLContext context, TrustManager[] trust) {
        this.context = context;
        this.trust = trust;
    }

    static SelfSignedCertificate make() throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            Certificate certificate =
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(signed(pair)));
            KeyStore own = store();
            own.setKeyEntry(ALIAS, pair.getPrivate(), NO_PASSWORD, new Certificate[] {certificate});
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            KeyStore trusted = store();
            trusted.setCertificateEntry(ALIAS, certificate);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            return new SelfSignedCertificate(context, trust.getTrustManagers());
        } catch (GeneralSecurityException e) {
            throw new IOException("no certificate for the loopback", e);
        }
    }

    /** That of {@link #HOST}. */
    static InetAddress address() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    ServerSocketFactory sockets() {
        return context.getServerSocketFactory();
    }

    @Override
    public TrustManager[] trustManagers() {
        return trust.clone();
    }

    private static KeyStore store() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    private static byte[] signed(KeyPair pair) throws GeneralSecurityException, IOException {
        byte[] algorithm = DerEncoder.sequence(DerEncoder.identifier(ECDSA_WITH_SHA256));
        byte[] name = DerEncoder.sequence(
                DerEncoder.set(DerEncoder.sequence(DerEncoder.identifier(COMMON_NAME), DerEncoder.text(HOST))));
        Instant now = Instant.now();
        byte[] address = DerEncoder.addressName(address().getAddress());
        byte[] fields = DerEncoder.sequence(
                DerEncoder.explicit(0, DerEncoder.number(2)),
                DerEncoder.number(1),
                algorithm,
                name,
                DerEncoder.sequence(
                        DerEncoder.utcTime(UTC_TIME.format(now.minus(1, ChronoUnit.HOURS))),
                        DerEncoder.utcTime(UTC_TIME.format(now.plus(1, ChronoUnit.DAYS)))),
                name,
                pair.getPublic().getEncoded(),
                DerEncoder.explicit(
                        3,
                        DerEncoder.sequence(DerEncoder.sequence(
                                DerEncoder.identifier(SUBJECT_ALTERNATIVE_NAME),
                                DerEncoder.octets(DerEncoder.sequence(address))))));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(fields);
        return DerEncoder.sequence(fields, algorithm, DerEncoder.bits(signature.sign()));
    }
}
