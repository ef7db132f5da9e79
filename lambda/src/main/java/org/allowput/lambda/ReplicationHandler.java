package org.allowput.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import org.allowput.lambda.copy.Deadline;
import org.allowput.lambda.events.EventReader;
import org.allowput.lambda.events.InvocationRequest;
import org.allowput.lambda.events.Result;
import org.allowput.lambda.report.Log;
import org.crac.Core;
import org.crac.Resource;

/**
 * Lambda's entry: reads an event, replicates the objects that it names, and answers which deliveries failed.
 *
 * <p>Guarantees that what is not in the answer's failures is in the target bucket, or was not to be copied. An event of
 * no known shape, and a failure that the answer has no place for, is thrown, so that Lambda delivers the event again.
 *
 * <p>The environment variables are read when the environment starts: wrong ones fail its initialization. Clients do not
 * outlive a SnapStart snapshot: connections and credentials in it would be dead or old. What does is in it on purpose:
 * the classes that a copy loads, and the machine code that it is compiled to.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-java.html">Lambda SnapStart
 *     runtime hooks</a>
 */
public final class ReplicationHandler implements RequestStreamHandler, Resource {
    private final FunctionSettings settings;
    private AwsClients wiring;

    public ReplicationHandler() {
        this.settings = EnvironmentVariables.read();
        this.wiring = new AwsClients(settings);
        Core.getGlobalContext().register(this);
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        Replication replication = wiring.replication(Log.toStandardOutput(), context.getAwsRequestId());
        handle(event, answer, replication, () -> Duration.ofMillis(context.getRemainingTimeInMillis()));
    }

    static void handle(InputStream event, OutputStream answer, Replication replication, Deadline deadline)
            throws IOException {
        InvocationRequest request = EventReader.read(event);
        List<Result> results = replication.run(request.deliveries(), deadline);
        request.answer(results, answer);
    }

    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
        new Priming(settings, Log.toStandardOutput()).run();
        wiring.rehearse();
        wiring.close();
    }

    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {
        wiring = new AwsClients(settings);
    }
}
