package org.allowput.lambda.loopback;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.util.HexFormat;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import software.amazon.awssdk.http.TlsTrustManagersProvider;

/**
 * A key and its certificate for the loopback address. They exist in memory alone, and only a client that is given the
 * trust manager trusts them.
 *
 * <p>The JDK makes no certificates but by keytool, which a Java runtime need not have. All fields but the key are the
 * same each time, so that they are here as they are encoded.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5280#section-4.1">RFC 5280</a>: basic certificate fields
 */
final class SelfSignedCertificate implements TlsTrustManagersProvider {
    static final String HOST = "127.0.0.1";

    private static final char[] NO_PASSWORD = new char[0];
    private static final byte[] ECDSA_WITH_SHA256 = hex("300A 06082A8648CE3D040302");

    /** CN=127.0.0.1. */
    private static final String NAME = "3014 3112 3010 0603550403 0C093132372E302E302E31";

    /**
     * The fields before the public key, which has 91 bytes: version 3, serial number 1, algorithm, issuer, valid from
     * 2000 to 2049, subject.
     */
    private static final byte[] BEFORE_KEY = hex("3081D0 A003020102 020101 300A 06082A8648CE3D040302" + NAME
            + "301E 170D3030303130313030303030305A 170D3439313233313233353935395A" + NAME);

    /** The extension after it: the alternative name 127.0.0.1. */
    private static final byte[] AFTER_KEY = hex("A313 3011 300F 0603551D11 0408 3006 87047F000001");

    private final SSLContext context;
    private final TrustManager[] trust;

    private SelfSignedCertificate(SSLContext context, TrustManager[] trust) {
        this.context = context;
        this.trust = trust;
    }

    private static byte[] hex(String der) {
        return HexFormat.of().parseHex(der.replace(" ", ""));
    }

    static SelfSignedCertificate make() throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            Certificate certificate =
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(signed(pair)));
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            store.setKeyEntry("own", pair.getPrivate(), NO_PASSWORD, new Certificate[] {certificate});
            store.setCertificateEntry("trusted", certificate);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            return new SelfSignedCertificate(context, trust.getTrustManagers());
        } catch (GeneralSecurityException e) {
            throw new IOException("no certificate for the loopback", e);
        }
    }

    static InetAddress address() {
        return InetAddress.ofLiteral(HOST);
    }

    SSLContext context() {
        return context;
    }

    @Override
    public TrustManager[] trustManagers() {
        return trust.clone();
    }

    private static byte[] signed(KeyPair pair) throws GeneralSecurityException {
        byte[] key = pair.getPublic().getEncoded();
        byte[] fields = ByteBuffer.allocate(BEFORE_KEY.length + key.length + AFTER_KEY.length)
                .put(BEFORE_KEY)
                .put(key)
                .put(AFTER_KEY)
                .array();
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(pair.getPrivate());
        signer.update(fields);
        byte[] signature = signer.sign();
        int length = fields.length + ECDSA_WITH_SHA256.length + 3 + signature.length;
        return ByteBuffer.allocate(4 + length)
                // A SEQUENCE, whose length has two bytes.
                .put(new byte[] {0x30, (byte) 0x82})
                .putShort((short) length)
                .put(fields)
                .put(ECDSA_WITH_SHA256)
                // A BIT STRING without unused bits.
                .put(new byte[] {3, (byte) (signature.length + 1), 0})
                .put(signature)
                .array();
    }
}
