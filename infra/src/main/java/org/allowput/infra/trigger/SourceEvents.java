package org.allowput.infra.trigger;

import java.util.ArrayList;
import java.util.List;
import org.allowput.contract.ReplicatedDeletions;
import org.allowput.infra.settings.Settings;

/**
 * The events that start the function: objects created (by Put, Post, Copy or a completed multipart upload), archived
 * objects restored, and, opted in, objects deleted, and tags changed where they are copied or required. S3 has two
 * families of notifications for deleted objects, of which the second is for expirations by a lifecycle rule;
 * EventBridge has one event for both, with the reason in it.
 *
 * @param ofS3 as S3 names them in notifications
 * @param ofEventBridge as they arrive at EventBridge
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html">
 *     Event types</a>
 */
record SourceEvents(List<String> ofS3, List<String> ofEventBridge) {
    static SourceEvents of(Settings settings) {
        List<String> s3 = new ArrayList<>(List.of("s3:ObjectCreated:*", "s3:ObjectRestore:Completed"));
        List<String> eventBridge = new ArrayList<>(List.of("Object Created", "Object Restore Completed"));
        ReplicatedDeletions deletions = settings.optIns().replicateDeletes();
        if (deletions.areReplicated()) {
            s3.add("s3:ObjectRemoved:*");
            eventBridge.add("Object Deleted");
        }
        if (deletions.includeExpirations()) {
            s3.add("s3:LifecycleExpiration:*");
        }
        if (settings.readsTags()) {
            s3.addAll(List.of("s3:ObjectTagging:Put", "s3:ObjectTagging:Delete"));
            eventBridge.addAll(List.of("Object Tags Added", "Object Tags Deleted"));
        }
        return new SourceEvents(List.copyOf(s3), List.copyOf(eventBridge));
    }
}
