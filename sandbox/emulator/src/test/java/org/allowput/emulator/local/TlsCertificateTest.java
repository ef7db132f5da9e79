package org.allowput.emulator.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateTest {
    @TempDir
    Path folder;

    @Test
    void isForThisComputerAndKeepsItsKeyPrivate() throws IOException, CertificateException {
        TlsCertificate created = TlsCertificate.in(folder);

        try (InputStream in = Files.newInputStream(created.certificate())) {
            X509Certificate x509 =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            assertThat(x509.getSubjectAlternativeNames())
                    .<Object>extracting(name -> name.get(1))
                    .containsExactlyInAnyOrder("localhost", "127.0.0.1");
        }
        assertThat(Files.readString(created.key())).startsWith("-----BEGIN PRIVATE KEY-----\n");
        assertThat(Files.getPosixFilePermissions(created.key()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(new TrustStore(created.trustStore()).managers()).hasSize(1);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files)
                    .map(Path::getFileName)
                    .map(Path::toString)
                    .containsExactlyInAnyOrderElementsOf(List.of("cert.pem", "key.pem", "trust.p12"));
        }
    }

    @Test
    void staysTheSameUntilOneOfItsFilesIsGone() throws IOException {
        String first = Files.readString(TlsCertificate.in(folder).certificate());
        assertThat(Files.readString(TlsCertificate.in(folder).certificate())).isEqualTo(first);

        Files.delete(folder.resolve("key.pem"));
        assertThat(Files.readString(TlsCertificate.in(folder).certificate())).isNotEqualTo(first);
    }
}
