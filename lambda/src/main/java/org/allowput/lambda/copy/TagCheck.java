package org.allowput.lambda.copy;

import java.util.Map;
import org.allowput.contract.FailureCause;
import org.allowput.contract.object.SourceState;
import org.allowput.contract.selection.RequiredTag.TagDecision;
import org.allowput.lambda.failure.Failure;
import org.allowput.lambda.failure.SourceException;
import org.allowput.lambda.s3.S3Source;

/**
 * Checks by the tags of a source object, before it is copied, whether it may be copied, and which tags its copy gets.
 */
final class TagCheck {
    private final S3Source source;
    private final CopyOptions options;

    TagCheck(S3Source source, CopyOptions options) {
        this.source = source;
        this.options = options;
    }

    sealed interface Result {}

    /** @param tags that the copy gets; empty if tags are not replicated */
    record Permitted(Map<String, String> tags) implements Result {}

    record NotPermitted(Outcome outcome) implements Result {}

    /**
     * Reads the tags of that version if they are copied or decide. Tags decide only for a version whose id names its
     * bytes for ever. Entity tag and {@code Last-Modified} do not name them: the latter is the time when an upload in
     * parts was created.
     *
     * @throws SourceException if the object has changed
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html">System-defined object
     *     metadata</a>
     */
    Result check(SourceState state) {
        boolean required = options.selection().requiresTag();
        if (required && !state.isImmutable()) {
            return new NotPermitted(new Outcome.Failed(new Failure(
                    FailureCause.PERMANENT,
                    "the source object has " + (state.versionId() == null ? "no version id" : "the version id null")
                            + ", so that its tag may be of other bytes: source.requiredTag needs versioning of the"
                            + " source bucket. Enable it, and put the object again")));
        }
        Map<String, String> tags = options.tags() || required ? source.tags(state) : Map.of();
        return switch (options.selection().decideByTags(state.key(), tags)) {
            case TagDecision.Permitted() -> new Permitted(options.tags() ? tags : Map.of());
            case TagDecision.Waiting(String reason) -> new NotPermitted(new Outcome.Waiting(reason));
            case TagDecision.Refused(String reason) -> new NotPermitted(new Outcome.Refused(reason));
        };
    }
}
