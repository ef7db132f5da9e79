package org.allowput.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import org.allowput.lambda.copy.Deadline;
import org.allowput.lambda.large.TaskRequest;
import org.allowput.lambda.replication.WorkflowTask;
import org.allowput.lambda.report.Log;
import org.allowput.lambda.session.AwsClients;
import org.allowput.lambda.settings.EnvironmentVariables;

/**
 * The Lambda handler of the workflow's tasks: plans, copies a range of, completes or settles the copy of one large
 * object.
 *
 * <p>What it throws has the name by which the workflow's definition decides whether to retry.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html">Handling errors in
 *     Step Functions workflows</a>
 */
public final class LargeObjectHandler implements RequestStreamHandler {
    private final AwsClients clients;
    private final Log log;

    public LargeObjectHandler() {
        this(new AwsClients(EnvironmentVariables.read()), Log.toStandardOutput());
    }

    LargeObjectHandler(AwsClients clients, Log log) {
        this.clients = clients;
        this.log = log;
    }

    @Override
    public void handleRequest(InputStream payload, OutputStream response, Context context) throws IOException {
        TaskRequest request = TaskRequest.read(payload);
        try (WorkflowTask task = new WorkflowTask(clients, log, context.getAwsRequestId(), request)) {
            response.write(task.run(Deadline.after(
                    Duration.ofMillis(context.getRemainingTimeInMillis()),
                    clients.system().nanoTime())));
        }
    }
}
