package org.allowput.lambda.loopback;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.HexFormat;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import software.amazon.awssdk.http.TlsTrustManagersProvider;

/**
 * A key and its certificate for the loopback address. They exist in memory alone, and only a client that is given the
 * trust managers trusts them.
 *
 * <p>The JDK makes no certificates but by keytool, which a Java runtime need not have. All fields but the key are the
 * same each time, so that they are here as they are encoded. The signature is empty: who trusts a certificate itself
 * verifies none.
 *
 * @param context of a server with that certificate
 * @param trust of the certificate, and of nothing else
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5280#section-4.1">RFC 5280</a>: basic certificate fields
 */
record SelfSignedCertificate(SSLContext context, TlsTrustManagersProvider trust) {
    static final String HOST = "127.0.0.1";

    private static final char[] NO_PASSWORD = new char[0];
    private static final String ECDSA_WITH_SHA256 = "300A 06082A8648CE3D040302";

    /** CN=127.0.0.1. */
    private static final String NAME = "3014 3112 3010 0603550403 0C093132372E302E302E31";

    /**
     * The fields before the public key, which has 91 bytes: version 3, serial number 1, algorithm, issuer, valid from
     * 2000 to 2049, subject.
     */
    private static final String BEFORE_KEY = "3081E2 3081D0 A003020102 020101" + ECDSA_WITH_SHA256 + NAME
            + "301E 170D3030303130313030303030305A 170D3439313233313233353935395A" + NAME;

    /** The extension after it, the alternative name 127.0.0.1; then the signature. */
    private static final String AFTER_KEY =
            "A313 3011 300F 0603551D11 0408 3006 87047F000001" + ECDSA_WITH_SHA256 + "030100";

    static SelfSignedCertificate make() throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            KeyPair pair = generator.generateKeyPair();
            String key = HexFormat.of().formatHex(pair.getPublic().getEncoded());
            byte[] encoded = HexFormat.of().parseHex((BEFORE_KEY + key + AFTER_KEY).replace(" ", ""));
            Certificate certificate =
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
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
            return new SelfSignedCertificate(context, trust::getTrustManagers);
        } catch (GeneralSecurityException e) {
            throw new IOException("no certificate for the loopback", e);
        }
    }
}
