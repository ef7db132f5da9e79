package org.allowput.infra;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.allowput.infra.settings.InvalidSettingsException;

/**
 * Makes templates for the integration tests of the sandbox, one request after the other, without starting Node.js for
 * each. A request has the folder for them, the ExternalId, and the context, as {@link ReplicationApp} gets them by
 * variables.
 */
final class SynthesisServer {
    private final FunctionZips zips;

    private SynthesisServer(FunctionZips zips) {
        this.zips = zips;
    }

    /**
     * Ends with the build that it was started from: no later build gets templates of earlier classes.
     *
     * @param arguments the file that gets the port, and the paths of the zips
     */
    public static void main(String[] arguments) throws IOException {
        if (System.getenv("CDK_CONTEXT_JSON") != null) {
            throw new IllegalStateException("Unset CDK_CONTEXT_JSON: each app would get its settings, too.");
        }
        ProcessHandle build = build();
        SynthesisServer server =
                new SynthesisServer(FunctionZips.of(Arrays.copyOfRange(arguments, 1, arguments.length)));
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        http.createContext("/", server::answer);
        http.start();
        Path port = Path.of(arguments[0]);
        Path written = Files.writeString(
                port.resolveSibling("port-" + http.getAddress().getPort()),
                Integer.toString(http.getAddress().getPort()));
        port.toFile().deleteOnExit();
        Files.move(written, port, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        build.onExit().join();
        System.exit(0);
    }

    /** The first JVM of those that this one descends from: Maven. */
    private static ProcessHandle build() {
        return Stream.iterate(
                        ProcessHandle.current().parent(),
                        Optional::isPresent,
                        process -> process.flatMap(ProcessHandle::parent))
                .flatMap(Optional::stream)
                .filter(process -> process.info().command().orElse("").endsWith("/java"))
                .reduce((descendant, ancestor) -> ancestor)
                .orElseThrow(() -> new IllegalStateException("Start it from a test: no ancestor is a JVM."));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String[] request = new String(exchange.getRequestBody().readAllBytes(), UTF_8).split("\n", 3);
        int status = 200;
        String said = "";
        try {
            Map<String, String> environment = request[1].isEmpty() ? Map.of() : Map.of("EXTERNAL_ID", request[1]);
            Synthesised.synthesize(Json.map(Json.parse(request[2])), zips, environment, Path.of(request[0]));
        } catch (InvalidSettingsException invalid) {
            status = 422;
            said = invalid.getMessage() + "\n";
        } catch (RuntimeException failed) {
            status = 500;
            said = failed + "\n";
        }
        byte[] answer = said.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
        try (exchange) {
            exchange.getResponseBody().write(answer);
        }
    }
}
