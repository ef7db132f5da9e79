package org.allowput.host;

import java.io.IOException;
import java.net.URI;
import org.allowput.host.environment.FunctionVersions;
import org.allowput.host.function.FunctionNotDeployedException;
import org.allowput.host.http.LoopbackServer;
import org.allowput.host.invocation.InvocationResult;
import org.allowput.host.runtime.RuntimeClient;
import org.allowput.host.settings.HostSettings;

/**
 * A local stand-in for the AWS Lambda service, of one function: {@link LambdaService} has many. It runs the zip that is
 * deployed, in AWS's Java runtime client, in as many JVMs as invocations come in parallel, and looks up what is
 * deployed at each invocation: it can be started before the deploy, and serves a redeploy at once.
 *
 * <p>The emulator posts invocations to {@link #address()} when its environment variable
 * {@code MINISTACK_LAMBDA_PROXY_<function name>} names that address. The same address speaks Lambda's Invoke API.
 *
 * <p>Does not enforce the function's memory (the heap is limited as on AWS) nor isolate its files.
 */
public final class LambdaHost implements AutoCloseable {
    private final FunctionVersions versions;
    private final LoopbackServer server;
    private final StopOnExit stop;

    private LambdaHost(FunctionVersions versions, LoopbackServer server) {
        this.versions = versions;
        this.server = server;
        this.stop = new StopOnExit("lambda-host-shutdown", () -> {
            server.close();
            versions.close();
        });
    }

    /**
     * Starts to listen. Environments are started by invocations.
     *
     * @param port on the loopback interface; 0 for a free one
     * @throws java.net.BindException if the port is in use
     * @throws IOException if the runtime client is not there
     */
    public static LambdaHost start(HostSettings settings, int port) throws IOException {
        RuntimeClient client = RuntimeClient.prepare(
                settings.runtimeJars(), settings.workingDirectory().resolve("client"));
        FunctionVersions versions = new FunctionVersions(settings, client);
        try {
            return new LambdaHost(
                    versions, LoopbackServer.start(port, new InvokeEndpoint(name -> versions, versions::environments)));
        } catch (IOException e) {
            versions.close();
            throw e;
        }
    }

    /** Where invocations are posted to: {@code http://127.0.0.1:<port>/}. */
    public URI address() {
        return server.address();
    }

    /**
     * Invokes the function and waits for its answer.
     *
     * @param qualifier {@code $LATEST}, a version's number or an alias
     * @param event JSON
     * @throws FunctionNotDeployedException if the qualifier names nothing
     */
    public InvocationResult invoke(String qualifier, String event) {
        return versions.invoke(qualifier, event);
    }

    /**
     * Stops to listen, kills every environment, and returns when no process is left. Happens by itself when this JVM is
     * asked to end. When this JVM is killed, the kernel kills the environments (where the system has {@code setpriv}),
     * or they end by themselves as soon as they ask for an invocation.
     */
    @Override
    public void close() {
        stop.close();
    }
}
