package org.allowput.emulator;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.Ports;
import org.allowput.emulator.local.PrivateFiles;
import org.allowput.emulator.local.SetupException;
import org.allowput.emulator.local.StartedProcess;
import org.allowput.emulator.local.TlsCertificate;
import org.allowput.emulator.local.TrustStore;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;

/**
 * An AWS emulator that runs on this computer, over TLS on the loopback address, and holds two accounts. It evaluates
 * identity, resource and trust policies; what it does not do as AWS does stands in {@code sandbox/emulator/README.md}.
 * All it holds is gone when it ends.
 *
 * <p>Thread-safe. Started for a test it ends with {@link #close}, at the latest with this JVM.
 */
public final class Emulator implements AutoCloseable {
    public static final String TARGET_ACCOUNT = "111111111111";
    public static final String SOURCE_ACCOUNT = "222222222222";

    private final EmulatorAddress address;
    private final StartedProcess process;
    private final SdkHttpClient http;
    private final Account target;
    private final Account source;

    /** An emulator that runs already. */
    public Emulator(EmulatorAddress address, StartedProcess process) {
        this.address = address;
        this.process = process;
        this.http = Apache5HttpClient.builder()
                .tlsTrustManagersProvider(
                        () -> new TrustStore(address.certificate().trustStore()).managers())
                .proxyConfiguration(ProxyConfiguration.builder()
                        .useEnvironmentVariableValues(false)
                        .useSystemPropertyValues(false)
                        .build())
                .maxConnections(100)
                .socketTimeout(Duration.ofMinutes(2))
                .build();
        this.target = Account.administrator(TARGET_ACCOUNT, address.endpoint(), EmulatorAddress.REGION, http);
        this.source = Account.administrator(SOURCE_ACCOUNT, address.endpoint(), EmulatorAddress.REGION, http);
    }

    /**
     * Starts an emulator on a free port and waits until it answers. The first start on a computer installs it, which
     * takes some seconds and needs a Python package index.
     *
     * @param stateDirectory where its certificate, log and temporary files go; made if it is not there
     * @param extraEnvironment variables for the emulator's process, besides those that the sandbox sets
     * @throws SetupException when it does not start: says why and what to do
     */
    public static Emulator start(Path stateDirectory, Map<String, String> extraEnvironment) {
        return start(new Ministack(), stateDirectory, extraEnvironment);
    }

    /** The same by another program. */
    static Emulator start(EmulatorProgram program, Path stateDirectory, Map<String, String> extraEnvironment) {
        EmulatorAddress address = addressIn(stateDirectory, Ports.free());
        StartedProcess process = new EmulatorProcess(program, stateDirectory, address, extraEnvironment)
                .start(Checkout.current(), ignored -> {}, ignored -> {});
        Runtime.getRuntime().addShutdownHook(new Thread(process::stop, "stop-emulator"));
        return new Emulator(address, process);
    }

    /** Starts an emulator that outlives this JVM; its process is handed to {@code started} as soon as it is there. */
    public static Emulator startInBackground(
            Checkout checkout,
            Path stateDirectory,
            int port,
            Map<String, String> extraEnvironment,
            Consumer<String> progress,
            Consumer<StartedProcess> started) {
        EmulatorAddress address = addressIn(stateDirectory, port);
        StartedProcess running = new EmulatorProcess(new Ministack(), stateDirectory, address, extraEnvironment)
                .start(checkout, progress, started);
        return new Emulator(address, running);
    }

    private static EmulatorAddress addressIn(Path stateDirectory, int port) {
        PrivateFiles.folder(stateDirectory);
        return new EmulatorAddress(port, TlsCertificate.in(stateDirectory.resolve("tls")));
    }

    /** {@code https://127.0.0.1:<port>}, for all services. */
    public URI endpoint() {
        return address.endpoint();
    }

    /** What its clients have to trust. */
    public TlsCertificate certificate() {
        return address.certificate();
    }

    /** PKCS12: for {@code -Djavax.net.ssl.trustStore}. */
    public Path trustStore() {
        return address.certificate().trustStore();
    }

    /** PEM: for {@code AWS_CA_BUNDLE}. */
    public Path caBundle() {
        return address.certificate().certificate();
    }

    /** The target account's administrator. */
    public Account target() {
        return target;
    }

    /** The source account's administrator. */
    public Account source() {
        return source;
    }

    /** The administrator of any account: an account is there once somebody calls as its administrator. */
    public Account account(String id) {
        if (!id.matches("\\d{12}")) {
            throw new IllegalArgumentException("An account id is 12 digits, not " + id);
        }
        return Account.administrator(id, address.endpoint(), EmulatorAddress.REGION, http);
    }

    /** How it is reached from another process. */
    public EmulatorAddress address() {
        return address;
    }

    public boolean isRunning() {
        return process.isRunning();
    }

    /** Ends the connections to the emulator; it runs on. */
    public void disconnect() {
        http.close();
    }

    /** Ends the emulator and its connections, and waits for it. */
    @Override
    public void close() {
        disconnect();
        process.stop();
    }
}
