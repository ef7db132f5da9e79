package org.allowput.emulator;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.allowput.emulator.local.PrivateFiles;
import org.allowput.emulator.local.SetupException;
import org.allowput.emulator.local.TlsCertificate;
import org.allowput.emulator.local.Tool;
import org.allowput.emulator.local.Unchecked;

/**
 * A second opinion on S3, for the tests of the copy: LocalStack without a container, with S3, SQS, STS and IAM. It
 * stores as S3 does, but evaluates no policy and runs no function. It asks nobody for a certificate or for updates, and
 * reports to nobody.
 */
public record Localstack() implements EmulatorProgram {
    /**
     * Its server listens on all interfaces and ignores GATEWAY_LISTEN. The alternative server, Hypercorn, uses that
     * setting, but hangs when the parts of a large body arrive at the same time.
     */
    private static final String ON_LOOPBACK_ONLY =
            "from functools import partial; from twisted.internet import endpoints;"
                    + " endpoints.TCP4ServerEndpoint = partial(endpoints.TCP4ServerEndpoint, interface='127.0.0.1');";

    /**
     * Starts one on a free port and waits until it answers. The first start on a computer takes some minutes and needs
     * Python 3.13.
     *
     * @throws SetupException when it does not start: says why and what to do
     */
    public static Emulator start(Path stateDirectory) {
        return Emulator.start(new Localstack(), stateDirectory, Map.of());
    }

    @Override
    public Tool python() {
        return Tool.PYTHON_3_13;
    }

    @Override
    public String requirements() {
        return "requirements-localstack.txt";
    }

    @Override
    public String prelude() {
        return ON_LOOPBACK_ONLY;
    }

    @Override
    public List<String> module(EmulatorAddress address) {
        return List.of("localstack.runtime.main");
    }

    @Override
    public Map<String, String> environment(Path stateDirectory, EmulatorAddress address) {
        return Map.ofEntries(
                Map.entry("GATEWAY_LISTEN", "127.0.0.1:" + address.port()),
                Map.entry("USE_SSL", "1"),
                Map.entry("CUSTOM_SSL_CERT_PATH", keyAndCertificate(stateDirectory, address.certificate())),
                Map.entry("SKIP_SSL_CERT_DOWNLOAD", "1"),
                Map.entry("DISABLE_EVENTS", "1"),
                Map.entry("DNS_ADDRESS", "0"),
                Map.entry("SERVICES", "s3,sts,iam,sqs"),
                // The account is in the access key: without this, that of a role's session is account 000000000000.
                Map.entry("PARITY_AWS_ACCESS_KEY_ID", "1"),
                Map.entry("FILESYSTEM_ROOT", folder(stateDirectory, "localstack")),
                Map.entry("HOME", folder(stateDirectory, "home")));
    }

    @Override
    public String health() {
        return "/_localstack/health";
    }

    private static String folder(Path stateDirectory, String name) {
        return PrivateFiles.folder(stateDirectory.resolve(name)).toString();
    }

    private static String keyAndCertificate(Path stateDirectory, TlsCertificate certificate) {
        String both =
                Unchecked.get(() -> Files.readString(certificate.key()) + Files.readString(certificate.certificate()));
        return PrivateFiles.write(stateDirectory.resolve("localstack.pem"), both)
                .toString();
    }
}
