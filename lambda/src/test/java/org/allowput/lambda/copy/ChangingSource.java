package org.allowput.lambda.copy;

import static org.allowput.lambda.CopyFixture.SOURCE;
import static org.allowput.lambda.CopyFixture.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.allowput.lambda.CopyFixture;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.Tag;

/** A source object that others change while it is copied, and all that it ever was. */
final class ChangingSource {
    private static final String TYPE = "text/x-sample";

    private final CopyFixture fixture;
    private final String key;
    private final List<Version> versions = new CopyOnWriteArrayList<>();

    /** All that an object was at one time. */
    private record Version(SdkBytes bytes, Map<String, String> metadata) {
        boolean is(ResponseBytes<GetObjectResponse> object) {
            return Arrays.equals(bytes.asByteArrayUnsafe(), object.asByteArrayUnsafe())
                    && metadata.equals(object.response().metadata())
                    && TYPE.equals(object.response().contentType());
        }
    }

    private ChangingSource(CopyFixture fixture, String key) {
        this.fixture = fixture;
        this.key = key;
    }

    /** Puts one that others are copied from, by {@link #like}. */
    static void template(CopyFixture fixture, UploadMethod method) {
        new ChangingSource(fixture, method.name()).put(CopySamples.bytes(method.size()), Map.of());
    }

    /** A new object of that method. */
    static ChangingSource like(UploadMethod method, CopyFixture fixture, String key) {
        Map<String, String> metadata = Map.of("version", "1");
        fixture.source()
                .copyObject(copy -> copy.sourceBucket(SOURCE)
                        .sourceKey(method.name())
                        .destinationBucket(SOURCE)
                        .destinationKey(key)
                        .metadataDirective(MetadataDirective.REPLACE)
                        .metadata(metadata)
                        .contentType(TYPE));
        ChangingSource source = new ChangingSource(fixture, key);
        source.versions.add(new Version(SdkBytes.fromByteArrayUnsafe(CopySamples.bytes(method.size())), metadata));
        return source;
    }

    String key() {
        return key;
    }

    /** Other bytes, as many. */
    void overwrite() {
        byte[] bytes = versions.getLast().bytes().asByteArray();
        bytes[0]++;
        bytes[bytes.length - 1]++;
        put(bytes, next());
    }

    /** The same bytes and other metadata: the entity tag stays. */
    void describe() {
        put(versions.getLast().bytes().asByteArrayUnsafe(), next());
    }

    /** Gives it the tag {@code scan} with that value alone, or no tag. */
    void tag(String value) {
        List<Tag> tags = value.isEmpty()
                ? List.of()
                : List.of(Tag.builder().key("scan").value(value).build());
        fixture.source()
                .putObjectTagging(object -> object.bucket(SOURCE).key(key).tagging(tagging -> tagging.tagSet(tags)));
    }

    void delete() {
        fixture.source().deleteObject(object -> object.bucket(SOURCE).key(key));
    }

    /** Whether the target has any object with its key. */
    boolean isCopied() {
        return read(fixture.target(), TARGET).isPresent();
    }

    /**
     * Whether the outcome is true and the target harmless: what is acknowledged is there as the source was last, and
     * what is not acknowledged has left nothing that the source never was.
     */
    void check(CopyResult outcome) {
        Optional<ResponseBytes<GetObjectResponse>> copy = read(fixture.target(), TARGET);
        switch (outcome) {
            case Outcome.Copied copied ->
                assertThat(copy).hasValueSatisfying(found -> {
                    assertThat(found.asByteArrayUnsafe()).hasSize((int) copied.bytes());
                    assertThat(versions.getLast().is(found))
                            .as("the target is the newest source")
                            .isTrue();
                });
            case Outcome.Unconfirmed ignored -> {
                assertThat(read(fixture.source(), SOURCE)).isEmpty();
                assertThat(copy)
                        .hasValueSatisfying(
                                found -> assertThat(versions.getLast().is(found))
                                        .as("the target is the newest source that there was")
                                        .isTrue());
            }
            case Outcome.Gone() -> {
                assertThat(read(fixture.source(), SOURCE)).isEmpty();
                assertThat(copy).as("what this copy has put is unconfirmed").isEmpty();
            }
            case Outcome.Deleted() -> assertThat(copy).isEmpty();
            case Outcome.Failed ignored ->
                assertThat(copy.stream())
                        .as("the target is absent, or something that the source once was")
                        .allMatch(found -> versions.stream().anyMatch(version -> version.is(found)));
            default -> throw new AssertionError("not possible with these settings: " + outcome);
        }
    }

    private Map<String, String> next() {
        return Map.of("version", Integer.toString(versions.size() + 1));
    }

    private synchronized void put(byte[] bytes, Map<String, String> metadata) {
        fixture.source()
                .putObject(
                        object -> object.bucket(SOURCE)
                                .key(key)
                                .contentType(TYPE)
                                .metadata(metadata)
                                .checksumAlgorithm(ChecksumAlgorithm.CRC32),
                        RequestBody.fromBytes(bytes));
        versions.add(new Version(SdkBytes.fromByteArrayUnsafe(bytes), metadata));
    }

    private Optional<ResponseBytes<GetObjectResponse>> read(S3Client client, String bucket) {
        try {
            return Optional.of(
                    client.getObjectAsBytes(object -> object.bucket(bucket).key(key)));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }
}
