package org.allowput.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.allowput.contract.resource.ResourceFile;
import org.allowput.lambda.copy.Deadline;
import org.allowput.lambda.priming.Priming;
import org.allowput.lambda.replication.Replication;
import org.allowput.lambda.report.Log;
import org.allowput.lambda.session.AwsClients;
import org.allowput.lambda.settings.EnvironmentVariables;
import org.allowput.lambda.settings.FunctionSettings;
import org.crac.Core;
import org.crac.Resource;

/**
 * The Lambda handler: reads an event, replicates the objects that it names, and returns which deliveries failed.
 *
 * <p>A delivery that is not reported as failed is in the target bucket, or required no copy. An event in an unknown
 * format, and a failure that the response cannot report, are thrown, so that Lambda delivers the event again.
 *
 * <p>The environment variables are read during initialization, which fails if one is wrong. The clients are closed
 * before a SnapStart snapshot is taken and created again after it is restored, since connections and credentials
 * expire. The snapshot keeps the loaded classes and the compiled code.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-java.html">Lambda SnapStart
 *     runtime hooks</a>
 */
public final class ReplicationHandler implements RequestStreamHandler, Resource {
    private final FunctionSettings settings;
    private final Log log;
    private final Function<FunctionSettings, AwsClients> clientFactory;
    private final String version = ResourceFile.properties(ReplicationHandler.class, "/function.properties")
            .getProperty("version");
    private AwsClients clients;

    public ReplicationHandler() {
        this(EnvironmentVariables.read(), Log.toStandardOutput(), AwsClients::new, Core.getGlobalContext());
    }

    /**
     * @param clientFactory creates the clients, again after each restore
     * @param snapshots calls the hooks before a snapshot and after a restore
     */
    ReplicationHandler(
            FunctionSettings settings,
            Log log,
            Function<FunctionSettings, AwsClients> clientFactory,
            org.crac.Context<Resource> snapshots) {
        this.settings = settings;
        this.log = log;
        this.clientFactory = clientFactory;
        this.clients = clientFactory.apply(settings);
        snapshots.register(this);
        logVersion("initialized");
    }

    @Override
    public void handleRequest(InputStream event, OutputStream response, Context context) throws IOException {
        Replication replication = Replication.of(clients, log, context.getAwsRequestId());
        Duration left = Duration.ofMillis(context.getRemainingTimeInMillis());
        replication.handle(
                event, response, Deadline.after(left, clients.system().nanoTime()));
    }

    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
        new Priming(settings, log, clients::warmUpSourceClient).run();
        clients.close();
    }

    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {
        clients = clientFactory.apply(settings);
        logVersion("restored from a snapshot");
    }

    private void logVersion(String message) {
        log.write(Log.Level.INFO, message, Map.of("version", version));
    }
}
