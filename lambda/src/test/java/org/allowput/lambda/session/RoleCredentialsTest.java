package org.allowput.lambda.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.allowput.contract.FailureCause;
import org.allowput.lambda.failure.AssumeRoleException;
import org.allowput.lambda.failure.Failure;
import org.allowput.lambda.failure.FailureClassifier;
import org.allowput.lambda.settings.FunctionSettings.Role;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.services.sts.model.StsException;

/** What STS is asked for, and what is made of its refusals. */
class RoleCredentialsTest {
    private static final Role ROLE =
            new Role("arn:aws:iam::111111111111:role/AllowPutToS3", "an-agreed-id", "ReplicateObjects");

    private final List<AssumeRoleRequest> asked = new ArrayList<>();
    private final AtomicInteger identities = new AtomicInteger();

    @Test
    void theRoleIsAssumedWithItsSessionsNameAndExternalId() {
        resolve(request -> {});

        assertThat(asked).singleElement().satisfies(request -> {
            assertThat(request.roleSessionName()).isEqualTo("ReplicateObjects");
            assertThat(request.externalId()).isEqualTo("an-agreed-id");
        });
    }

    @Test
    void whoAskedIsFoundOutOnlyWhereTheRoleWasDenied() {
        for (int status : List.of(400, 429, 500, 503)) {
            assertThatThrownBy(() -> resolve(refusal(status, "Throttling")))
                    .hasMessage("sts:AssumeRole of " + ROLE.arn() + " answered " + status + " Throttling");
        }
        assertThat(identities.get()).isZero();

        assertThatThrownBy(() -> resolve(refusal(403, "AccessDenied")))
                .hasMessageStartingWith("sts:AssumeRole of " + ROLE.arn() + " was denied to me.");
        assertThat(identities.get()).isEqualTo(1);
    }

    @Test
    void anStsThatDoesNotAnswerIsNamed() {
        RuntimeException noAnswer = SdkClientException.create(
                "Unable to execute HTTP request", new UnknownHostException("sts.eu-west-1.amazonaws.com"));

        assertThatThrownBy(() -> resolve(noAnswer))
                .isInstanceOf(AssumeRoleException.class)
                .satisfies(thrown -> assertThat(FailureClassifier.of(thrown))
                        .isEqualTo(new Failure(
                                FailureCause.RETRYABLE,
                                "sts:AssumeRole of " + ROLE.arn()
                                        + " got no answer: UnknownHostException: sts.eu-west-1.amazonaws.com")));
        assertThat(identities.get()).isZero();
    }

    private static StsException refusal(int status, String code) {
        return (StsException) StsException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }

    private void resolve(RuntimeException refusal) {
        resolve(request -> {
            throw refusal;
        });
    }

    private void resolve(Consumer<AssumeRoleRequest> refuses) {
        StsClient sts = new StsClient() {
            @Override
            public AssumeRoleResponse assumeRole(AssumeRoleRequest request) {
                asked.add(request);
                refuses.accept(request);
                return AssumeRoleResponse.builder()
                        .credentials(credentials -> credentials
                                .accessKeyId("id")
                                .secretAccessKey("secret")
                                .sessionToken("token")
                                .expiration(Instant.now().plusSeconds(3600)))
                        .build();
            }

            @Override
            public GetCallerIdentityResponse getCallerIdentity(GetCallerIdentityRequest request) {
                identities.incrementAndGet();
                return GetCallerIdentityResponse.builder().arn("me").build();
            }

            @Override
            public String serviceName() {
                return "sts";
            }

            @Override
            public void close() {}
        };
        try (RoleCredentials credentials = new RoleCredentials(sts, ROLE, ROLE::sessionName)) {
            credentials.resolveCredentials();
        }
    }
}
