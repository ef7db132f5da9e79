package org.allowput.sandbox.deployed;

import org.allowput.contract.StackOutput;
import org.allowput.sandbox.Sandbox;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;

/** The function's log group, into which the test writes lines: the Lambda host writes the function's log to a file. */
record FunctionLogGroup(Sandbox sandbox) {
    private static final String STREAM = "test";

    void write(String line) {
        CloudWatchLogsClient logs =
                sandbox.source().configure(CloudWatchLogsClient.builder()).build();
        String group = sandbox.output(StackOutput.FUNCTION_LOG_GROUP_NAME);
        if (logs.describeLogStreams(request -> request.logGroupName(group)).logStreams().stream()
                .noneMatch(stream -> stream.logStreamName().equals(STREAM))) {
            logs.createLogStream(request -> request.logGroupName(group).logStreamName(STREAM));
        }
        logs.putLogEvents(request -> request.logGroupName(group)
                .logStreamName(STREAM)
                .logEvents(InputLogEvent.builder()
                        .message(line)
                        .timestamp(System.currentTimeMillis())
                        .build()));
    }
}
