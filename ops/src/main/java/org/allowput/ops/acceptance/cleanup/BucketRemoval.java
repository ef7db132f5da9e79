package org.allowput.ops.acceptance.cleanup;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Removes a bucket with all versions, delete markers and incomplete uploads. */
record BucketRemoval(S3Client s3, String bucket) {
    void run() {
        try {
            s3.listMultipartUploadsPaginator(request -> request.bucket(bucket)).uploads().stream()
                    .toList()
                    .forEach(upload -> s3.abortMultipartUpload(
                            request -> request.bucket(bucket).key(upload.key()).uploadId(upload.uploadId())));
            for (ListObjectVersionsResponse page : s3.listObjectVersionsPaginator(request -> request.bucket(bucket))) {
                delete(page);
            }
            s3.deleteBucket(request -> request.bucket(bucket));
        } catch (NoSuchBucketException e) {
            // Removed already, or never created.
            return;
        }
    }

    private void delete(ListObjectVersionsResponse page) {
        List<ObjectIdentifier> versions = new ArrayList<>();
        page.versions().forEach(each -> versions.add(identifier(each.key(), each.versionId())));
        page.deleteMarkers().forEach(each -> versions.add(identifier(each.key(), each.versionId())));
        if (versions.isEmpty()) {
            return;
        }
        DeleteObjectsResponse deleted = s3.deleteObjects(request ->
                request.bucket(bucket).delete(delete -> delete.quiet(true).objects(versions)));
        if (deleted.hasErrors()) {
            throw S3Exception.builder()
                    .message(deleted.errors().size() + " objects of the bucket could not be deleted: "
                            + deleted.errors().getFirst().message())
                    .build();
        }
    }

    private static ObjectIdentifier identifier(String key, String version) {
        return ObjectIdentifier.builder().key(key).versionId(version).build();
    }
}
