package org.allowput.lambda.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.allowput.lambda.failure.Failure;
import org.allowput.lambda.failure.FailureClassifier;
import org.allowput.lambda.role.RoleCredentials.RoleSession;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.services.sts.model.PackedPolicyTooLargeException;
import software.amazon.awssdk.services.sts.model.StsException;

/** What STS is asked for, and what is made of a policy that it cannot pack. */
class RoleCredentialsTest {
    private static final RoleSession SESSION = new RoleSession(
            "arn:aws:iam::111111111111:role/AllowPutToS3",
            "an-agreed-id",
            "ReplicateObjects",
            Optional.empty(),
            Optional.empty());
    private static final SessionPolicy POLICY = SessionPolicy.naming(
                    List.of("in/a", "in/b"), new SessionPolicy.Bucket("arn:aws:s3:::target", ""))
            .getFirst();

    private final List<AssumeRoleRequest> asked = new ArrayList<>();
    private final AtomicInteger identities = new AtomicInteger();

    @Test
    void theSessionIsNamedAndHasNeitherSourceIdentityNorPolicyUnlessWanted() {
        resolve(SESSION, request -> true);

        assertThat(asked).singleElement().satisfies(request -> {
            assertThat(request.roleSessionName()).isEqualTo("ReplicateObjects");
            assertThat(request.externalId()).isEqualTo("an-agreed-id");
            assertThat(request.sourceIdentity()).isNull();
            assertThat(request.policy()).isNull();
        });
    }

    @Test
    void theSourceIdentityAndThePolicyAreHandedOn() {
        RoleSession session = new RoleSession(
                        SESSION.role(), SESSION.externalId(), SESSION.name(), Optional.of("me"), Optional.empty())
                .restrictedTo(POLICY, "ReplicateObjects-1");

        resolve(session, request -> true);

        assertThat(asked).singleElement().satisfies(request -> {
            assertThat(request.roleSessionName()).isEqualTo("ReplicateObjects-1");
            assertThat(request.sourceIdentity()).isEqualTo("me");
            assertThat(request.policy()).isEqualTo(POLICY.text());
        });
    }

    @Test
    void aPolicyThatCannotBePackedIsTriedAgainAsAWiderOne() {
        resolve(SESSION.restrictedTo(POLICY, "s2"), request -> !request.policy().equals(POLICY.text()));

        assertThat(asked).hasSize(2);
        assertThat(asked.getLast().policy()).contains("\"arn:aws:s3:::target/in/*\"");
    }

    @Test
    void oneThatCannotBePackedEitherIsNoDenial() {
        assertThatThrownBy(() -> resolve(SESSION.restrictedTo(POLICY, "s2"), request -> false))
                .isInstanceOfSatisfying(
                        AssumeRoleException.class,
                        thrown -> assertThat(thrown.denied()).isFalse());
        assertThat(asked).hasSize(2);
    }

    @Test
    void whoAskedIsFoundOutOnlyWhereTheRoleWasDenied() {
        for (int status : List.of(400, 429, 500, 503)) {
            assertThatThrownBy(() -> resolve(SESSION, refusal(status, "Throttling")))
                    .hasMessage("sts:AssumeRole of " + SESSION.role() + " answered " + status + " Throttling");
        }
        assertThat(identities.get()).isZero();

        assertThatThrownBy(() -> resolve(SESSION, refusal(403, "AccessDenied")))
                .hasMessageStartingWith("sts:AssumeRole of " + SESSION.role() + " was denied to me.");
        assertThat(identities.get()).isEqualTo(1);
    }

    @Test
    void anStsThatDoesNotAnswerIsNamed() {
        RuntimeException noAnswer = SdkClientException.create(
                "Unable to execute HTTP request", new UnknownHostException("sts.eu-west-1.amazonaws.com"));

        assertThatThrownBy(() -> resolve(SESSION, noAnswer))
                .isInstanceOf(AssumeRoleException.class)
                .satisfies(thrown -> assertThat(FailureClassifier.of(thrown))
                        .isEqualTo(new Failure(
                                Failure.Cause.RETRYABLE,
                                "sts:AssumeRole of " + SESSION.role()
                                        + " got no answer: UnknownHostException: sts.eu-west-1.amazonaws.com")));
        assertThat(identities.get()).isZero();
    }

    private static StsException refusal(int status, String code) {
        return (StsException) StsException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }

    private void resolve(RoleSession session, RuntimeException refusal) {
        resolve(session, request -> {
            throw refusal;
        });
    }

    private void resolve(RoleSession session, Predicate<AssumeRoleRequest> packs) {
        StsClient sts = new StsClient() {
            @Override
            public AssumeRoleResponse assumeRole(AssumeRoleRequest request) {
                asked.add(request);
                if (!packs.test(request)) {
                    StsException refusal = (StsException) PackedPolicyTooLargeException.builder()
                            .statusCode(400)
                            .build();
                    throw refusal;
                }
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
        try (RoleCredentials credentials = new RoleCredentials(sts, session)) {
            credentials.resolveCredentials();
        }
    }
}
