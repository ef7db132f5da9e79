package org.allowput.lambda.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.allowput.contract.connection.EventSubscription;
import org.allowput.contract.connection.LinkState;
import org.allowput.contract.event.SourceLook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.ListTargetsByRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.ListTargetsByRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.ResourceNotFoundException;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EventBridgeConfiguration;
import software.amazon.awssdk.services.s3.model.FilterRule;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationResponse;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A look at the source bucket, with the answers of S3 and EventBridge that AWS documents. */
class SourceConnectionTest {
    private static final String QUEUE = "arn:aws:sqs:us-east-1:222222222222:queue";
    private static final SourceLook LOOK = new SourceLook(
            "source-bucket", List.of(new EventSubscription(QUEUE, "s3:ObjectCreated:*", "in/", "")), Optional.empty());

    private Supplier<GetBucketNotificationConfigurationResponse> notification = () -> sending(QUEUE, "in/");
    private Supplier<RuleState> rule = () -> RuleState.ENABLED;
    private List<Target> targets = List.of(Target.builder().arn(QUEUE).build());
    private final AtomicInteger open = new AtomicInteger();

    @Test
    void aBucketThatSendsWhatIsWantedIsConnected() {
        assertThat(look(LOOK)).isEqualTo(new SourceConnection.Seen(LinkState.CONNECTED, ""));
    }

    @Test
    void anotherQueueANarrowerFilterAndNoConfigurationAreCuts() {
        for (GetBucketNotificationConfigurationResponse other : List.of(
                sending(QUEUE + "2", "in/"),
                sending(QUEUE, "in/2026/"),
                GetBucketNotificationConfigurationResponse.builder().build())) {
            notification = () -> other;
            assertThat(look(LOOK))
                    .isEqualTo(new SourceConnection.Seen(
                            LinkState.CUT, "the bucket does not send s3:ObjectCreated:* of keys in/* to " + QUEUE));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "404, NoSuchBucket, CUT",
        "403, AccessDenied, NOT_KNOWN",
        "503, SlowDown, NOT_KNOWN",
        "500, InternalError, NOT_KNOWN"
    })
    void aBucketThatDoesNotExistIsCutAndWhatCannotBeReadIsNotKnown(int status, String code, LinkState state) {
        notification = () -> {
            throw S3Exception.builder()
                    .statusCode(status)
                    .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                    .build();
        };

        SourceConnection.Seen seen = look(LOOK);

        assertThat(seen.state()).isEqualTo(state);
        assertThat(seen.reason()).contains("answered " + status + " " + code);
    }

    @Test
    void aConnectionThatBreaksOffAndADefectAreNotKnown() {
        for (RuntimeException thrown :
                List.of(SdkClientException.create("broke off"), new IllegalStateException("a defect"))) {
            notification = () -> {
                throw thrown;
            };
            assertThat(look(LOOK).state()).isEqualTo(LinkState.NOT_KNOWN);
        }
    }

    @Test
    void aRuleIsConnectedIfItIsEnabledAndSendsToTheQueue() {
        SourceLook byRule = new SourceLook(
                "source-bucket", List.of(EventSubscription.EVENT_BRIDGE), Optional.of(new SourceLook.Rule("r", QUEUE)));
        notification = () -> GetBucketNotificationConfigurationResponse.builder()
                .eventBridgeConfiguration(EventBridgeConfiguration.builder().build())
                .build();
        assertThat(look(byRule).state()).isEqualTo(LinkState.CONNECTED);

        targets = List.of(Target.builder().arn(QUEUE + "2").build());
        rule = () -> RuleState.DISABLED;
        assertThat(look(byRule))
                .isEqualTo(new SourceConnection.Seen(
                        LinkState.CUT, "the rule r is disabled, the rule r has no target " + QUEUE));

        rule = () -> {
            throw ResourceNotFoundException.builder()
                    .statusCode(400)
                    .awsErrorDetails(AwsErrorDetails.builder()
                            .errorCode("ResourceNotFoundException")
                            .build())
                    .build();
        };
        assertThat(look(byRule).state()).isEqualTo(LinkState.CUT);
        assertThat(open).as("clients that were not closed").hasValue(0);

        notification =
                () -> GetBucketNotificationConfigurationResponse.builder().build();
        rule = () -> RuleState.ENABLED;
        assertThat(look(byRule).reason()).contains("the bucket does not send s3:* of keys * to EventBridge");
    }

    private SourceConnection.Seen look(SourceLook look) {
        return new SourceConnection(s3(), this::eventBridge, "222222222222").compare(look);
    }

    private static GetBucketNotificationConfigurationResponse sending(String queue, String prefix) {
        return GetBucketNotificationConfigurationResponse.builder()
                .queueConfigurations(QueueConfiguration.builder()
                        .queueArn(queue)
                        .eventsWithStrings("s3:ObjectCreated:*")
                        .filter(filter -> filter.key(key -> key.filterRules(FilterRule.builder()
                                .name("Prefix")
                                .value(prefix)
                                .build())))
                        .build())
                .build();
    }

    private S3Client s3() {
        return new S3Client() {
            @Override
            public GetBucketNotificationConfigurationResponse getBucketNotificationConfiguration(
                    GetBucketNotificationConfigurationRequest request) {
                assertThat(request.bucket()).isEqualTo("source-bucket");
                assertThat(request.expectedBucketOwner()).isEqualTo("222222222222");
                return notification.get();
            }

            @Override
            public String serviceName() {
                return S3Client.SERVICE_NAME;
            }

            @Override
            public void close() {}
        };
    }

    private EventBridgeClient eventBridge() {
        open.incrementAndGet();
        return new EventBridgeClient() {
            @Override
            public DescribeRuleResponse describeRule(DescribeRuleRequest request) {
                return DescribeRuleResponse.builder().state(rule.get()).build();
            }

            @Override
            public ListTargetsByRuleResponse listTargetsByRule(ListTargetsByRuleRequest request) {
                return ListTargetsByRuleResponse.builder().targets(targets).build();
            }

            @Override
            public String serviceName() {
                return EventBridgeClient.SERVICE_NAME;
            }

            @Override
            public void close() {
                open.decrementAndGet();
            }
        };
    }
}
