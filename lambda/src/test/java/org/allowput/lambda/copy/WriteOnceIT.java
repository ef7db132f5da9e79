package org.allowput.lambda.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.allowput.contract.FailureCause;
import org.allowput.lambda.CopyFixture;
import org.allowput.lambda.s3.TargetOptions;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Objects that are written once: the first content stays. Each in one PUT and in parts.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html">Enforce
 *     conditional writes</a>
 */
class WriteOnceIT extends CopyIntegrationTest {
    private static final TargetOptions ONCE = new TargetOptions(Optional.empty(), Optional.empty(), true);

    @ParameterizedTest
    @ValueSource(ints = {100, CopySamples.LEAST + 1})
    void theFirstContentStaysAndAnOverwriteIsAnOutcomeOfItsOwn(int size) {
        String key = "once-" + size;
        source.put(key, CopySamples.bytes(size));
        assertThat(replicateOnce(key, ONCE)).satisfies(CopySamples.copied(size));
        String first = target.head(key).orElseThrow().eTag();

        source.put(key, CopySamples.bytes(size + 1));

        assertThat(replicateOnce(key, ONCE)).isEqualTo(new Outcome.Existing(size + 1));
        assertThat(target.head(key).orElseThrow().eTag()).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, CopySamples.LEAST + 1})
    void anObjectThatWasDeletedInTheTargetIsWrittenAgain(int size) {
        String key = "again-" + size;
        source.put(key, CopySamples.bytes(size));
        assertThat(replicateOnce(key, ONCE)).satisfies(CopySamples.copied(size));

        target.delete(key);

        assertThat(replicateOnce(key, ONCE)).satisfies(CopySamples.copied(size));
    }

    @ParameterizedTest
    @ValueSource(ints = {100, CopySamples.LEAST + 1})
    @DisabledIfSystemProperty(
            named = CopyFixture.EMULATOR,
            matches = CopyFixture.LOCALSTACK,
            disabledReason = "the strict S3 reads the role's policies from ministack; LocalStack enforces none")
    void thePolicyDeniesAPutWithoutTheCondition(int size) {
        String key = "unconditional-" + size;
        source.put(key, CopySamples.bytes(size));

        assertThat(replicateOnce(key, CopySamples.DEFAULTS))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.failure().cause()).isEqualTo(FailureCause.ACCESS_DENIED));
    }

    private CopyResult replicateOnce(String key, TargetOptions options) {
        return replicate(key, fixture.copyOnce(CopySamples.OPTIONS, options));
    }
}
