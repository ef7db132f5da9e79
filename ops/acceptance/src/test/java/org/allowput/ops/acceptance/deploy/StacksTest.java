package org.allowput.ops.acceptance.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;

class StacksTest {
    private static final String REASON =
            "The following validation failed: [AWS::EarlyValidation::ResourceExistenceCheck].";

    /** The emulator has no validation, so that the answers are those of AWS's API reference. */
    @Test
    void theReasonOfAValidationIsReadFromTheEventsOfTheOperation() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String request = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            byte[] answer = (request.contains("Action=DescribeEvents") ? """
                <DescribeEventsResponse><DescribeEventsResult><OperationEvents>
                  <member><EventType>STACK_EVENT</EventType></member>
                  <member><EventType>VALIDATION_ERROR</EventType><ValidationStatus>FAILED</ValidationStatus>
                    <ValidationStatusReason>A resource named taken already exists</ValidationStatusReason></member>
                </OperationEvents></DescribeEventsResult></DescribeEventsResponse>
                """ : """
                    <DescribeStackEventsResponse><DescribeStackEventsResult><StackEvents>
                      <member><LogicalResourceId>A</LogicalResourceId><ResourceStatus>CREATE_FAILED</ResourceStatus>
                        <ResourceStatusReason>%s</ResourceStatusReason></member>
                    </StackEvents></DescribeStackEventsResult></DescribeStackEventsResponse>
                    """.formatted(REASON)).getBytes(UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        try (CloudFormationClient cloudFormation = CloudFormationClient.builder()
                .endpointOverride(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .build()) {
            assertThat(Stacks.failure(cloudFormation, "stack"))
                    .isEqualTo("A: " + REASON + " (A resource named taken already exists)");
        } finally {
            server.stop(0);
        }
    }
}
