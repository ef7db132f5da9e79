package org.allowput.ops.aws;

import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;

/** The versions of objects in a bucket; one without versioning has one version of each object. */
public final class ObjectVersions {
    private ObjectVersions() {}

    /**
     * Deletes all versions and delete markers of the keys that begin with {@code prefix}, one by one, as a delete
     * without a version leaves them in place.
     */
    public static void deleteAll(S3Client s3, String bucket, String prefix) {
        for (ListObjectVersionsResponse page :
                s3.listObjectVersionsPaginator(request -> request.bucket(bucket).prefix(prefix))) {
            page.versions().forEach(each -> delete(s3, bucket, each.key(), each.versionId()));
            page.deleteMarkers().forEach(each -> delete(s3, bucket, each.key(), each.versionId()));
        }
    }

    private static void delete(S3Client s3, String bucket, String key, String version) {
        s3.deleteObject(request -> request.bucket(bucket).key(key).versionId(version));
    }
}
