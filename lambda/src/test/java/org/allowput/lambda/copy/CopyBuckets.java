package org.allowput.lambda.copy;

import static org.allowput.lambda.CopyFixture.SOURCE;
import static org.allowput.lambda.CopyFixture.TARGET;

import java.util.List;
import java.util.function.Consumer;
import org.allowput.lambda.CopyFixture;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.StorageClass;

/** What its owner writes to the source bucket, and what its owner finds in the target bucket. */
record CopyBuckets(CopyFixture fixture) {
    /** Puts an object of that method to the source. */
    void put(String key, UploadMethod method, StorageClass storage) {
        put(key, method.size(), object -> object.storageClass(storage));
    }

    /** Puts an object of that many bytes to the source, and more with it. */
    void put(String key, int size, Consumer<PutObjectRequest.Builder> more) {
        fixture.source()
                .putObject(
                        object -> more.accept(object.bucket(SOURCE).key(key)),
                        RequestBody.fromBytes(CopySamples.bytes(size)));
    }

    /** The bytes of an object in the target. */
    byte[] read(String key) {
        return fixture.target()
                .getObjectAsBytes(object -> object.bucket(TARGET).key(key))
                .asByteArrayUnsafe();
    }

    /** What an object in the target has besides its bytes. */
    HeadObjectResponse head(String key) {
        return fixture.target().headObject(object -> object.bucket(TARGET).key(key));
    }

    /** Of the objects in the target. */
    List<String> keys() {
        return fixture.target().listObjectsV2(list -> list.bucket(TARGET)).contents().stream()
                .map(S3Object::key)
                .toList();
    }
}
