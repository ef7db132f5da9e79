package org.allowput.lambda;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.allowput.contract.object.SourceState;
import org.allowput.contract.object.StoredChecksum.Algorithm;
import org.allowput.lambda.copy.CopySamples;
import org.allowput.lambda.failure.PendingRequestException;
import org.allowput.lambda.multipart.MultipartCopier;
import org.allowput.lambda.multipart.MultipartCopy;
import org.allowput.lambda.multipart.MultipartCopy.CopiedPart;
import org.allowput.lambda.multipart.PartPlan;
import org.allowput.lambda.s3.S3Source;
import org.allowput.lambda.s3.S3Target;
import org.allowput.lambda.s3.S3Target.Part;
import org.allowput.lambda.s3.S3Target.Upload;
import org.allowput.lambda.s3.TargetObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The SDK tries a completion again, and throws what the last attempt ended with. */
class PendingRequestTest {
    private static final int NONE = ScriptedHttpClient.NONE;
    private static final int OUT_OF_MEMORY = ScriptedHttpClient.OUT_OF_MEMORY;

    static Stream<List<Integer>> attempts() {
        return Stream.of(
                List.of(NONE, NONE, NONE, NONE),
                List.of(NONE, 503, 503, 503),
                List.of(503, NONE, 503, 503),
                List.of(NONE, 500, 500, 500),
                List.of(NONE, 403),
                List.of(NONE, 409),
                List.of(OUT_OF_MEMORY),
                List.of(NONE, NONE, NONE, OUT_OF_MEMORY));
    }

    @ParameterizedTest
    @MethodSource("attempts")
    void aCompletionOfWhichOneAttemptGotNoAnswerMayBePendingHoweverTheLastOneEnded(List<Integer> statuses) {
        assertThatThrownBy(() -> complete(statuses.toArray(Integer[]::new)))
                .isInstanceOf(PendingRequestException.class);
    }

    @Test
    void aCompletionThatIsRefusedAtOnceIsNotPending() {
        assertThatThrownBy(() -> complete(403)).isInstanceOf(S3Exception.class);
    }

    static Stream<List<Integer>> deletions() {
        return Stream.concat(
                attempts(), Stream.of(List.of(NONE, 204), List.of(NONE, 503, 204), List.of(503, NONE, 204)));
    }

    /** The attempt without an answer may take effect after the object was created again and copied. */
    @ParameterizedTest
    @MethodSource("deletions")
    void aDeletionOfWhichOneAttemptGotNoAnswerMayBePendingHoweverTheLastOneEnded(List<Integer> statuses) {
        assertThatThrownBy(() -> delete(statuses.toArray(Integer[]::new))).isInstanceOf(PendingRequestException.class);
    }

    @Test
    void aDeletionWhoseAttemptsWereAllAnsweredIsNotPending() {
        assertThatCode(() -> delete(204)).doesNotThrowAnyException();
        assertThatCode(() -> delete(503, 500, 204)).doesNotThrowAnyException();
        assertThatThrownBy(() -> delete(403)).isInstanceOf(S3Exception.class);
    }

    private static void delete(Integer... statuses) {
        try (S3Client s3 = client(SdkHttpMethod.DELETE, statuses)) {
            new S3Target(s3, "target", "111111111111", CopySamples.DEFAULTS).delete("key");
        }
    }

    private void complete(Integer... statuses) {
        SourceState state = CopySamples.state("key", 5, "\"e\"", null);
        Upload upload = new Upload("key", "upload", Algorithm.CRC32);
        Part part = new Part(1, "\"part\"", 5, Optional.of("AAAAAA=="));
        try (S3Client s3 = client(SdkHttpMethod.POST, statuses)) {
            new MultipartCopier(
                            new S3Source(UnusedClients.s3(), UnusedClients.s3(), "source", "222222222222"),
                            new S3Target(s3, "target", "111111111111", CopySamples.DEFAULTS),
                            32 * PartPlan.MIB,
                            1)
                    .complete(
                            new MultipartCopy(
                                    new TargetObject("key", state, Map.of()),
                                    upload,
                                    new PartPlan(5, 32 * PartPlan.MIB),
                                    Optional.empty()),
                            List.of(new CopiedPart(part, part.checksum())),
                            () -> {});
        }
    }

    /** With as many attempts as the function's, and no delays. */
    private static S3Client client(SdkHttpMethod method, Integer... statuses) {
        ScriptedHttpClient http =
                new ScriptedHttpClient(new RecordingHttpClient(CannedAws.withoutObject()), method, statuses);
        return S3Client.builder()
                .httpClient(http)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
                .overrideConfiguration(override -> override.retryStrategy(RequestCounterTest.atOnce()))
                .build();
    }
}
