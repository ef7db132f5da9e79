package org.allowput.ops.aws;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import org.allowput.ops.cli.OperationException;
import software.amazon.awssdk.profiles.ProfileFile;

/**
 * The certificates that this JVM trusts instead of its own, as the AWS CLI does: {@code AWS_CA_BUNDLE}, or
 * {@code ca_bundle} of the profile. Companies that inspect TLS need it. It is set for the whole JVM, since the SDK
 * makes clients of its own for profiles that sign in or assume a role.
 *
 * @see <a href="https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-envvars.html">Environment variables of
 *     the AWS CLI</a>
 */
final class CertificateBundle {
    /** Of a file that has no secret. */
    private static final String PASSWORD = "changeit";

    private CertificateBundle() {}

    /** Trusts them, if any are named. */
    static void trust(String profile) {
        Optional.ofNullable(System.getenv("AWS_CA_BUNDLE"))
                .filter(file -> !file.isEmpty())
                .or(() -> ProfileFile.defaultProfileFile().profile(profile).flatMap(each -> each.property("ca_bundle")))
                .ifPresent(CertificateBundle::trustFile);
    }

    private static void trustFile(String file) {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            KeyStore certificates = KeyStore.getInstance("PKCS12");
            certificates.load(null, null);
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                certificates.setCertificateEntry(Integer.toString(certificates.size()), each);
            }
            if (certificates.size() == 0) {
                throw new CertificateException("no certificate");
            }
            Path store = Files.createTempFile("ca-bundle", ".p12");
            store.toFile().deleteOnExit();
            try (OutputStream out = Files.newOutputStream(store)) {
                certificates.store(out, PASSWORD.toCharArray());
            }
            System.setProperty("javax.net.ssl.trustStore", store.toString());
            System.setProperty("javax.net.ssl.trustStorePassword", PASSWORD);
        } catch (IOException | GeneralSecurityException e) {
            throw new OperationException(
                    "AWS_CA_BUNDLE, or ca_bundle of the profile, is " + file
                            + ", which is not a readable file of certificates in PEM: correct it, or remove it.",
                    e);
        }
    }
}
