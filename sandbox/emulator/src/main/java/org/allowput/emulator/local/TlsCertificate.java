package org.allowput.emulator.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The certificate of the emulator, for {@code localhost} and {@code 127.0.0.1}, signed by itself. Made at first start
 * and kept for as long as it is valid.
 *
 * @param certificate PEM; also what a client has to trust
 * @param key PEM, readable by its owner only
 * @param trustStore PKCS12, for Java, neither encrypted nor with a checksum, like the JDK's own
 */
public record TlsCertificate(Path certificate, Path key, Path trustStore) {
    public static final String TRUST_STORE_PASSWORD = "changeit";

    private static final String ALIAS = "sandbox";

    public Path folder() {
        return Objects.requireNonNull(certificate.getParent());
    }

    /** What lets a JVM trust it alone. */
    public static List<String> trustedBy(Path trustStore) {
        return List.of(
                "-Djavax.net.ssl.trustStore=" + trustStore,
                "-Djavax.net.ssl.trustStorePassword=" + TRUST_STORE_PASSWORD,
                "-Djavax.net.ssl.trustStoreType=PKCS12");
    }

    /** The certificate in that folder: the one that is there if it is valid for another day, else a new one. */
    public static TlsCertificate in(Path folder) {
        return in(folder, "dns:localhost,ip:127.0.0.1");
    }

    /** The same for other names, which are written as keytool's extension {@code SubjectAlternativeName}. */
    public static TlsCertificate in(Path folder, String names) {
        PrivateFiles.folder(folder);
        TlsCertificate created =
                new TlsCertificate(folder.resolve("cert.pem"), folder.resolve("key.pem"), folder.resolve("trust.p12"));
        try {
            if (!created.isUsable()) {
                created.create(folder, names);
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new SetupException(
                    "No TLS certificate could be made in " + folder + ": " + e.getMessage()
                            + ". Choose a folder that can be written, by --state.",
                    e);
        }
        return created;
    }

    private boolean isUsable() throws IOException {
        if (!Files.exists(certificate) || !Files.exists(key) || !Files.exists(trustStore)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(certificate)) {
            X509Certificate x509 =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            return x509.getNotAfter().toInstant().isAfter(Instant.now().plus(1, ChronoUnit.DAYS));
        } catch (CertificateException e) {
            return false;
        }
    }

    private void create(Path folder, String names) throws IOException, GeneralSecurityException {
        String password = HexFormat.of().formatHex(SecureRandom.getSeed(16));
        Path pair = folder.resolve("pair.p12");
        Files.deleteIfExists(pair);
        try {
            keytool(folder, pair, password, names);
            KeyStore store = KeyStore.getInstance(pair.toFile(), password.toCharArray());
            Certificate x509 = store.getCertificate(ALIAS);
            PrivateFiles.write(
                    key,
                    pem(
                            "PRIVATE KEY",
                            store.getKey(ALIAS, password.toCharArray()).getEncoded()));
            PrivateFiles.write(trustStore, trusting(x509));
            PrivateFiles.write(certificate, pem("CERTIFICATE", x509.getEncoded()));
        } finally {
            Files.deleteIfExists(pair);
        }
    }

    private static void keytool(Path folder, Path pair, String password, String names) {
        StringBuilder output = new StringBuilder();
        int status = new ExternalCommand(
                        folder,
                        Map.of("SANDBOX_STORE_PASSWORD", password),
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                // It lives for a second.
                                "-J-XX:TieredStopAtLevel=1",
                                "-J-XX:+UseSerialGC",
                                "-genkeypair",
                                "-alias",
                                ALIAS,
                                "-keyalg",
                                "EC",
                                "-groupname",
                                "secp256r1",
                                "-dname",
                                "CN=localhost",
                                "-validity",
                                "365",
                                "-ext",
                                "SubjectAlternativeName=" + names,
                                "-ext",
                                "BasicConstraints:critical=ca:true",
                                "-ext",
                                "KeyUsage:critical=digitalSignature,keyCertSign",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                pair.toString(),
                                "-storepass:env",
                                "SANDBOX_STORE_PASSWORD"))
                .run(line -> output.append(line).append('\n'));
        if (status != 0) {
            throw new SetupException("keytool could not make the TLS certificate of the emulator: " + output);
        }
    }

    private static byte[] trusting(Certificate x509) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry(ALIAS, x509);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        store.store(bytes, null);
        return bytes.toByteArray();
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + what + "-----\n";
    }
}
