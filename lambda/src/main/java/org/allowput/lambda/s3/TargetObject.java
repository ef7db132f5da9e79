package org.allowput.lambda.s3;

import java.util.List;
import org.allowput.contract.object.SourceState;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * What an object of the target bucket is to be, its bytes aside.
 *
 * @param key in the target bucket
 * @param source what it is a copy of
 * @param tags to put on it; empty where tags are not replicated
 */
public record TargetObject(String key, SourceState source, List<Tag> tags) {
    public TargetObject {
        tags = List.copyOf(tags);
    }
}
