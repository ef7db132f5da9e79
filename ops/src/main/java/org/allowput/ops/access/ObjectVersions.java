package org.allowput.ops.access;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/** The versions of objects in a bucket; one without versioning has one version of each object. */
record ObjectVersions(S3Client s3, String bucket) {
    /** Deletes all versions and delete markers of a key, as a delete without a version leaves them in place. */
    void deleteAll(String key) {
        ListObjectVersionsResponse listed =
                s3.listObjectVersions(request -> request.bucket(bucket).prefix(key));
        List<String> versions = new ArrayList<>();
        for (ObjectVersion version : listed.versions()) {
            if (version.key().equals(key)) {
                versions.add(version.versionId());
            }
        }
        for (DeleteMarkerEntry marker : listed.deleteMarkers()) {
            if (marker.key().equals(key)) {
                versions.add(marker.versionId());
            }
        }
        for (String version : versions) {
            s3.deleteObject(request -> request.bucket(bucket).key(key).versionId(version));
        }
    }
}
