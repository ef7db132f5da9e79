package org.allowput.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.allowput.host.environment.FunctionVersions;
import org.allowput.host.http.LoopbackServer;
import org.allowput.host.runtime.RuntimeClient;
import org.allowput.host.settings.HostSettings;

/**
 * A local stand-in for the AWS Lambda service, of all Java functions of an account, each as by a {@link LambdaHost}. A
 * function need not be deployed before its first invocation. The emulator posts the invocations of all of them to the
 * address in its environment variable {@code LAMBDA_HOST}.
 */
public final class LambdaService implements AutoCloseable {
    private final Function<String, HostSettings> settings;
    private final RuntimeClient client;
    private final Map<String, FunctionVersions> functions = new ConcurrentHashMap<>();
    private final StopOnExit stop;

    private LambdaService(Function<String, HostSettings> settings, RuntimeClient client, int port) throws IOException {
        this.settings = settings;
        this.client = client;
        LoopbackServer server = LoopbackServer.start(port, new InvokeEndpoint(this::find, this::environments));
        stop = new StopOnExit("lambda-service-shutdown", () -> {
            server.close();
            functions.values().forEach(FunctionVersions::close);
        });
    }

    /**
     * Starts to listen. Environments are started by invocations.
     *
     * @param client a folder for a part of the runtime client
     * @param runtimeJars the folder with the jars of AWS's Java runtime client, and no others
     * @param settings of a function, by its name
     * @param port on the loopback interface; 0 for a free one
     * @throws java.net.BindException if the port is in use
     * @throws IOException if the runtime client is not there
     */
    public static LambdaService start(Path client, Path runtimeJars, Function<String, HostSettings> settings, int port)
            throws IOException {
        return new LambdaService(settings, RuntimeClient.prepare(runtimeJars, client), port);
    }

    private FunctionVersions find(String name) {
        return functions.computeIfAbsent(name, each -> new FunctionVersions(settings.apply(each), client));
    }

    private int environments() {
        return functions.values().stream()
                .mapToInt(FunctionVersions::environments)
                .sum();
    }

    /** As {@link LambdaHost#close}. */
    @Override
    public void close() {
        stop.close();
    }
}
