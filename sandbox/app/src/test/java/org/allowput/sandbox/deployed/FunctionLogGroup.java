package org.allowput.sandbox.deployed;

import java.util.UUID;
import org.allowput.contract.StackOutput;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.acceptance.Deployment;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;

/** The function's log group, into which the test writes lines: the Lambda host writes the function's log to a file. */
record FunctionLogGroup(Sandbox sandbox) {
    /** Writes the lines about a key that the function has logged. */
    void copy(String key) {
        for (String line : Deployment.of(sandbox).logged("\"sourceKey\":\"" + key + "\"")) {
            write(line.substring(line.indexOf(" {") + 1));
        }
    }

    void write(String line) {
        CloudWatchLogsClient logs =
                sandbox.source().configure(CloudWatchLogsClient.builder()).build();
        String group = sandbox.output(StackOutput.FUNCTION_LOG_GROUP_NAME);
        String stream = "test/" + UUID.randomUUID();
        logs.createLogStream(request -> request.logGroupName(group).logStreamName(stream));
        logs.putLogEvents(request -> request.logGroupName(group)
                .logStreamName(stream)
                .logEvents(InputLogEvent.builder()
                        .message(line)
                        .timestamp(System.currentTimeMillis())
                        .build()));
    }
}
