package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.allowput.emulator.testing.ErrorPage;
import org.allowput.emulator.testing.Finished;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The owner of a bucket with notifications adds those of a deployment by the commands of docs/settings.md. */
class ExistingSourceBucketIT {
    private static final String BUCKET = "existing-with-notifications";
    private static final String NOTIFICATION = """
        {"QueueArn": "arn:aws:sqs:us-east-1:222222222222:%s", "Events": ["s3:ObjectCreated:*"],
         "Filter": {"Key": {"FilterRules": [{"Name": "prefix", "Value": "%s"}]}}}\
        """;

    private final Sandbox sandbox = SandboxFixture.sandbox();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aNotificationOfTheSameKeysIsRefusedAndEventBridgeIsNot() throws Exception {
        sandbox.source().s3().createBucket(request -> request.bucket(BUCKET));
        sandbox.source()
                .sqs()
                .createQueue(request ->
                        request.queueName("of-another-system").attributes(Map.of(QueueAttributeName.POLICY, """
                            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:SendMessage",
                             "Principal": {"Service": "s3.amazonaws.com"}, "Resource": "*"}]}
                            """)));
        String previous = NOTIFICATION.formatted("of-another-system", "in/");
        put("{\"QueueConfigurations\": [" + previous + "]}").succeeded();

        Finished refused = put("{\"QueueConfigurations\": ["
                + previous
                + ", "
                + NOTIFICATION.formatted("ReplicationQueue", "in/reports/")
                + "]}");

        assertThat(refused.status()).isNotZero();
        ErrorPage.holds("A notification overlaps with another one", refused.output(), Map.of());
        assertThat(notifications()).contains("of-another-system").doesNotContain("ReplicationQueue");
        put("{\"QueueConfigurations\": [" + previous + "], \"EventBridgeConfiguration\": {}}")
                .succeeded();
    }

    private Finished put(String configuration) throws IOException {
        Files.writeString(folder.resolve("all.json"), configuration);
        return run(RunbookCommands.all("settings.md").with("put-bucket-notification-configuration"));
    }

    private String notifications() throws IOException {
        run(RunbookCommands.all("settings.md").with("get-bucket-notification-configuration"))
                .succeeded();
        return Files.readString(folder.resolve("all.json"));
    }

    private Finished run(String commands) {
        return new AwsCli(sandbox, folder).run(sandbox.source(), commands.replace("SOURCE-BUCKET", BUCKET));
    }
}
