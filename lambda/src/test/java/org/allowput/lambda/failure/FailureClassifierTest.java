package org.allowput.lambda.failure;

import static org.allowput.contract.FailureCause.ACCESS_DENIED;
import static org.allowput.contract.FailureCause.ASSUME_ROLE_DENIED;
import static org.allowput.contract.FailureCause.OUT_OF_TIME;
import static org.allowput.contract.FailureCause.PERMANENT;
import static org.allowput.contract.FailureCause.RETRYABLE;
import static org.allowput.contract.FailureCause.SOURCE_CHANGED;
import static org.allowput.contract.FailureCause.THROTTLED;
import static org.allowput.lambda.copy.CopySamples.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.contract.FailureCause;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionRequest;
import software.amazon.awssdk.services.sfn.model.SfnException;
import software.amazon.awssdk.services.sfn.model.StartExecutionRequest;
import software.amazon.awssdk.services.sts.model.StsException;

/** The table of what can be thrown, what is made of it, and whether a person is woken. */
class FailureClassifierTest {
    private static final boolean ERROR = true;
    private static final boolean WARNING = false;

    static Stream<Arguments> failures() {
        return Stream.of(
                // what the source answers
                arguments(source(404, "NoSuchVersion"), SOURCE_CHANGED, WARNING),
                arguments(source(405, "MethodNotAllowed"), SOURCE_CHANGED, WARNING),
                arguments(source(412, "PreconditionFailed"), SOURCE_CHANGED, WARNING),
                arguments(source(403, "AccessDenied"), ACCESS_DENIED, ERROR),
                arguments(source(403, null), ACCESS_DENIED, ERROR),
                arguments(source(403, "InvalidObjectState"), PERMANENT, ERROR),
                arguments(source(500, "InternalError"), RETRYABLE, WARNING),
                arguments(source(503, "SlowDown"), THROTTLED, WARNING),
                arguments(source(400, "ExpiredToken"), RETRYABLE, WARNING),
                arguments(source(400, null), RETRYABLE, WARNING),
                arguments(source(404, "NoSuchBucket"), PERMANENT, ERROR),
                arguments(source(301, "PermanentRedirect"), PERMANENT, ERROR),
                // what the target answers
                arguments(target(403, "AccessDenied"), ACCESS_DENIED, ERROR),
                arguments(target(403, "RequestTimeTooSkewed"), RETRYABLE, WARNING),
                arguments(target(403, "InvalidToken"), RETRYABLE, WARNING),
                arguments(target(400, "ExpiredToken"), RETRYABLE, WARNING),
                arguments(target(400, "BadDigest"), RETRYABLE, WARNING),
                arguments(target(400, "XAmzContentChecksumMismatch"), RETRYABLE, WARNING),
                arguments(target(400, "RequestTimeout"), RETRYABLE, WARNING),
                // of KMS, by S3
                arguments(target(400, "ThrottlingException"), THROTTLED, WARNING),
                arguments(target(400, "KMS.DisabledException"), ACCESS_DENIED, ERROR),
                arguments(source(400, "KMS.DisabledException"), ACCESS_DENIED, ERROR),
                arguments(target(400, "KMS.KMSInvalidStateException"), ACCESS_DENIED, ERROR),
                arguments(source(400, "KMS.KMSInvalidStateException"), ACCESS_DENIED, ERROR),
                arguments(target(400, "KMS.NotFoundException"), PERMANENT, ERROR),
                arguments(target(500, "KMS.KMSInternalException"), RETRYABLE, WARNING),
                arguments(target(400, "KMS.ThrottlingException"), THROTTLED, WARNING),
                arguments(target(400, "KMS.DependencyTimeoutException"), RETRYABLE, WARNING),
                arguments(source(400, "KMS.AnyOther"), RETRYABLE, WARNING),
                arguments(target(400, "KeyTooLongError"), PERMANENT, ERROR),
                arguments(target(400, "EntityTooLarge"), PERMANENT, ERROR),
                arguments(target(400, "InvalidStorageClass"), PERMANENT, ERROR),
                arguments(target(404, "NoSuchBucket"), PERMANENT, ERROR),
                arguments(target(404, "NoSuchUpload"), RETRYABLE, WARNING),
                arguments(target(400, "InvalidPart"), RETRYABLE, WARNING),
                arguments(target(400, "InvalidPartOrder"), RETRYABLE, WARNING),
                arguments(target(400, "IncompleteBody"), RETRYABLE, WARNING),
                arguments(target(400, "RequestHeaderSectionTooLarge"), PERMANENT, ERROR),
                arguments(target(400, "MetadataTooLarge"), PERMANENT, ERROR),
                arguments(target(307, "TemporaryRedirect"), RETRYABLE, WARNING),
                arguments(target(307, null), RETRYABLE, WARNING),
                arguments(source(307, "TemporaryRedirect"), RETRYABLE, WARNING),
                arguments(target(409, "OperationAborted"), RETRYABLE, WARNING),
                arguments(target(409, "ConditionalRequestConflict"), RETRYABLE, WARNING),
                arguments(target(429, "TooManyRequests"), THROTTLED, WARNING),
                arguments(target(200, "InternalError"), RETRYABLE, WARNING),
                arguments(target(500, "InternalError"), RETRYABLE, WARNING),
                arguments(target(501, "NotImplemented"), PERMANENT, ERROR),
                arguments(target(503, "SlowDown"), THROTTLED, WARNING),
                arguments(target(503, null), THROTTLED, WARNING),
                // what STS answers
                arguments(role(403, "AccessDenied"), ASSUME_ROLE_DENIED, ERROR),
                arguments(role(503, "ServiceUnavailable"), THROTTLED, WARNING),
                arguments(role(400, "Throttling"), THROTTLED, WARNING),
                arguments(role(500, "InternalFailure"), RETRYABLE, WARNING),
                // no answer
                arguments(client(new SocketException("Connection reset")), RETRYABLE, WARNING),
                arguments(new UncheckedIOException(new IOException("cut")), RETRYABLE, WARNING),
                arguments(new SourceException(client(new IOException("Premature end"))), RETRYABLE, WARNING),
                arguments(client(source(412, "PreconditionFailed")), SOURCE_CHANGED, WARNING),
                // the end of the time
                arguments(AbortedException.create("interrupted"), OUT_OF_TIME, WARNING),
                arguments(new InterruptedException(), OUT_OF_TIME, WARNING),
                arguments(new SourceException(AbortedException.create("interrupted")), OUT_OF_TIME, WARNING),
                // a defect of the function
                arguments(new IllegalStateException("on purpose"), PERMANENT, ERROR),
                arguments(new NullPointerException(), PERMANENT, ERROR),
                // what arrived is something else
                arguments(new CorruptedException("not completed"), RETRYABLE, WARNING));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void everyFailureHasACauseAndALogLevel(Throwable thrown, FailureCause cause, boolean error) {
        Failure failure = FailureClassifier.of(thrown);

        assertThat(failure.cause()).isEqualTo(cause);
        assertThat(failure.cause().needsAction()).isEqualTo(error);
        assertThat(failure.reason()).isNotBlank();
    }

    @Test
    void theReasonNamesTheSideAndTheAnswer() {
        assertThat(FailureClassifier.of(target(503, "SlowDown")).reason())
                .isEqualTo("target bucket answered 503 SlowDown");
        assertThat(FailureClassifier.of(source(403, "AccessDenied")).reason())
                .startsWith("source bucket answered 403 AccessDenied");
    }

    /** An administrator enables the key again: until then, the message must not be given up. */
    @Test
    void aDisabledKeyIsRetriedAndNamedWithWhatToDo() {
        Failure failure = FailureClassifier.of(source(400, "KMS.DisabledException"));

        assertThat(failure.cause().retryable()).isTrue();
        assertThat(failure.reason())
                .startsWith("source bucket answered 400 KMS.DisabledException: the KMS key is disabled")
                .contains("enable it");
    }

    @Test
    void aDeniedRoleIsReportedWithTheRoleTheCallerAndTheUsualCauses() {
        assertThat(FailureClassifier.of(role(403, "AccessDenied")).reason())
                .contains("arn:aws:iam::111111111111:role/AllowPutToS3")
                .contains("arn:aws:sts::222222222222:assumed-role/function/session")
                .contains("ExternalId", "trust policy", "sts:AssumeRole");
    }

    @Test
    void anExpiredTokenOfTheCallerIsNoDenialThatAPersonHasToFix() {
        for (String code : List.of("ExpiredToken", "ExpiredTokenException")) {
            Failure failure = FailureClassifier.of(role(403, code));

            assertThat(failure.cause()).isEqualTo(FailureCause.RETRYABLE);
            assertThat(failure.reason()).endsWith("answered 403 " + code).doesNotContain("denied");
        }
    }

    @Test
    void aDefectOfTheFunctionIsNotReportedAsOneOfABucket() {
        IllegalStateException defect = new IllegalStateException("on purpose");

        assertThat(FailureClassifier.of(defect).reason())
                .startsWith("the function failed by a defect of its own: IllegalStateException: on purpose at "
                        + FailureClassifierTest.class.getName() + ".aDefectOfTheFunction")
                .doesNotContain("target bucket", "source bucket");
    }

    @Test
    void tagsAndMetadataThatDoNotFitIntoTheHeadersAreNamed() {
        assertThat(FailureClassifier.of(target(400, "RequestHeaderSectionTooLarge"))
                        .reason())
                .contains("target bucket answered 400 RequestHeaderSectionTooLarge", "8 KB", "tags");
    }

    @Test
    void onlyWhatMayPassIsTriedAgainWhenABodyCannotBeRead() {
        assertThat(FailureClassifier.transientOnSource(source(503, "SlowDown"))).isTrue();
        assertThat(FailureClassifier.transientOnSource(source(412, "PreconditionFailed")))
                .isFalse();
        assertThat(FailureClassifier.transientOnSource(source(403, "AccessDenied")))
                .isFalse();
        assertThat(FailureClassifier.transientOnSource(target(503, "SlowDown"))).isFalse();
    }

    @Test
    void aWorkflowThatDoesNotTakeAnObjectIsNamed() {
        assertThat(workflow("AccessDeniedException").reason()).startsWith("Step Functions answered 400");
        assertThat(FailureClassifier.of(new WorkflowException(client(new IOException("reset"))))
                        .cause())
                .isEqualTo(RETRYABLE);
    }

    /** All that the SDK's model of the two requests has: one that is added there has to be sorted here. */
    @Test
    void everyErrorThatTheModelOfStepFunctionsHasIsSorted() throws NoSuchMethodException {
        Map<String, FailureCause> causes = Map.ofEntries(
                Map.entry("ExecutionAlreadyExists", RETRYABLE),
                Map.entry("ExecutionDoesNotExist", RETRYABLE),
                Map.entry("ExecutionLimitExceeded", RETRYABLE),
                Map.entry("InvalidArn", PERMANENT),
                Map.entry("InvalidExecutionInput", PERMANENT),
                Map.entry("InvalidName", PERMANENT),
                Map.entry("KmsAccessDeniedException", ACCESS_DENIED),
                Map.entry("KmsInvalidStateException", ACCESS_DENIED),
                Map.entry("KmsThrottlingException", THROTTLED),
                Map.entry("StateMachineDeleting", RETRYABLE),
                Map.entry("StateMachineDoesNotExist", RETRYABLE),
                Map.entry("ValidationException", PERMANENT));
        Set<String> modelled = Stream.of(
                        SfnClient.class.getMethod("startExecution", StartExecutionRequest.class),
                        SfnClient.class.getMethod("describeExecution", DescribeExecutionRequest.class))
                .flatMap(method -> Arrays.stream(method.getExceptionTypes()))
                .filter(type -> type.getSuperclass().equals(SfnException.class))
                .map(Class::getSimpleName)
                .collect(Collectors.toSet());

        assertThat(causes.keySet().stream().map(code -> code.replaceFirst("(Exception)?$", "Exception")))
                .containsExactlyInAnyOrderElementsOf(modelled);
        causes.forEach(
                (code, cause) -> assertThat(workflow(code).cause()).as(code).isEqualTo(cause));
    }

    /** https://docs.aws.amazon.com/step-functions/latest/apireference/CommonErrors.html */
    @ParameterizedTest
    @CsvSource({
        "AccessDeniedException, ACCESS_DENIED",
        "ExpiredTokenException, RETRYABLE",
        "IncompleteSignature, RETRYABLE",
        "InternalFailure, RETRYABLE",
        "InvalidSignatureException, RETRYABLE",
        "MalformedHttpRequestException, PERMANENT",
        "NotAuthorized, ACCESS_DENIED",
        "OptInRequired, ACCESS_DENIED",
        "RequestAbortedException, RETRYABLE",
        "RequestEntityTooLargeException, PERMANENT",
        "RequestExpired, RETRYABLE",
        "RequestTimeoutException, RETRYABLE",
        "ServiceUnavailable, RETRYABLE",
        "ThrottlingException, THROTTLED",
        "UnknownOperationException, PERMANENT",
        "UnrecognizedClientException, RETRYABLE",
        "ValidationError, PERMANENT"
    })
    void errorsThatAllServicesWithJsonHaveAreSortedByTheirCodeSinceTheirStatusIs400(String code, FailureCause cause) {
        assertThat(workflow(code).cause()).isEqualTo(cause);
    }

    private static Failure workflow(String code) {
        return FailureClassifier.of(new WorkflowException(answer(400, code)));
    }

    @Test
    void aCompletionOfWhichAnAttemptMayHaveHadNoAnswerMayBePending() {
        assertThat(FailureClassifier.mayBePending(client(new IOException("reset"))))
                .isTrue();
        for (int status : List.of(403, 409, 500, 503)) {
            assertThat(FailureClassifier.mayBePending(answered(status, "", 1))).isFalse();
            assertThat(FailureClassifier.mayBePending(answered(status, "", 2))).isTrue();
        }
        assertThat(FailureClassifier.mayBePending(answered(404, "NoSuchUpload", 2)))
                .as("an upload that is gone has ended")
                .isFalse();
        assertThat(FailureClassifier.mayBePending(answered(409, "ConditionalRequestConflict", 2)))
                .as("an earlier attempt at the completion may still succeed")
                .isTrue();
        assertThat(FailureClassifier.mayBePending(new IllegalStateException())).isFalse();
    }

    @Test
    void aRequestMayHaveCreatedItsObjectUnlessItsFirstAttemptWasAnswered() {
        assertThat(FailureClassifier.mayHaveArrived(client(new IOException("reset"))))
                .isTrue();
        assertThat(FailureClassifier.mayHaveArrived(answered(412, "PreconditionFailed", 2)))
                .isTrue();
        assertThat(FailureClassifier.mayHaveArrived(answered(404, "NoSuchUpload", 2)))
                .as("an earlier attempt may have completed the upload")
                .isTrue();
        assertThat(FailureClassifier.mayHaveArrived(answered(412, "PreconditionFailed", 1)))
                .isFalse();
        assertThat(FailureClassifier.mayHaveArrived(source(404, "NoSuchKey")))
                .as("the body of the first attempt could not be read")
                .isFalse();
    }

    private static S3Exception answered(int status, String code, int attempts) {
        return (S3Exception) S3Exception.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .numAttempts(attempts)
                .build();
    }

    @Test
    void aCompletionWithoutAnAnswerMayStillBecomeVisible() {
        Failure failure = FailureClassifier.of(FailureClassifier.pending(client(new IOException("reset"))));

        assertThat(failure.isPending()).isTrue();
        assertThat(failure.cause()).isEqualTo(RETRYABLE);
        assertThat(FailureClassifier.of(client(new IOException("reset"))).isPending())
                .isFalse();
    }

    /** Java throws it in any attempt, after others that got no answer. */
    @Test
    void anErrorOfJavaHidesHowARequestEnded() {
        OutOfMemoryError error = new OutOfMemoryError("on purpose");
        Failure failure = FailureClassifier.of(FailureClassifier.pending(error));

        assertThat(FailureClassifier.mayHaveArrived(error)).isTrue();
        assertThat(failure.isPending()).isTrue();
        assertThat(failure.cause()).isEqualTo(RETRYABLE);
        assertThat(failure.reason()).contains("on purpose", "increase function.memoryMiB");
        assertThat(FailureClassifier.of(new StackOverflowError()).cause()).isEqualTo(PERMANENT);
    }

    @Test
    void anUploadOrAPartThatTheTargetNoLongerHasNeedsAnotherUpload() {
        assertThat(FailureClassifier.isLostUpload(target(404, "NoSuchUpload"))).isTrue();
        assertThat(FailureClassifier.isLostUpload(target(400, "InvalidPart"))).isTrue();
        assertThat(FailureClassifier.isLostUpload(target(409, "ConditionalRequestConflict")))
                .as("S3: re-initiate the multipart upload and re-upload each part")
                .isTrue();
        assertThat(FailureClassifier.isLostUpload(target(409, "OperationAborted")))
                .isFalse();
        assertThat(FailureClassifier.isLostUpload(target(404, "NoSuchBucket"))).isFalse();
        assertThat(FailureClassifier.isLostUpload(target(416, "InvalidPartNumber")))
                .as("of a GET")
                .isFalse();
        assertThat(FailureClassifier.isLostUpload(client(new IOException("reset"))))
                .isFalse();
    }

    private static SourceException source(int status, @Nullable String code) {
        return new SourceException(answer(status, code));
    }

    private static S3Exception target(int status, @Nullable String code) {
        return answer(status, code);
    }

    private static AssumeRoleException role(int status, @Nullable String code) {
        return new AssumeRoleException(
                "arn:aws:iam::111111111111:role/AllowPutToS3",
                () -> "arn:aws:sts::222222222222:assumed-role/function/session",
                (StsException) StsException.builder()
                        .statusCode(status)
                        .awsErrorDetails(
                                AwsErrorDetails.builder().errorCode(code).build())
                        .build());
    }

    private static SdkClientException client(Throwable cause) {
        return SdkClientException.create("Unable to execute HTTP request", cause);
    }
}
