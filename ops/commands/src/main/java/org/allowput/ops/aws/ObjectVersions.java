package org.allowput.ops.aws;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The versions of objects in a bucket; one without versioning has one version of each object. */
public record ObjectVersions(S3Client s3, String bucket) {
    /**
     * Deletes all versions and delete markers of the keys that begin with {@code prefix}, as a delete without a version
     * leaves them in place.
     *
     * @throws S3Exception if one of them could not be deleted
     */
    public void deleteAll(String prefix) {
        for (ListObjectVersionsResponse page :
                s3.listObjectVersionsPaginator(request -> request.bucket(bucket).prefix(prefix))) {
            List<ObjectIdentifier> versions = new ArrayList<>();
            page.versions().forEach(each -> versions.add(identifier(each.key(), each.versionId())));
            page.deleteMarkers().forEach(each -> versions.add(identifier(each.key(), each.versionId())));
            if (!versions.isEmpty()) {
                delete(versions);
            }
        }
    }

    private void delete(List<ObjectIdentifier> versions) {
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
