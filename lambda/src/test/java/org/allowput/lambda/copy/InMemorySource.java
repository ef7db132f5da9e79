package org.allowput.lambda.copy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.allowput.contract.object.SourceState;
import org.allowput.lambda.failure.SourceException;
import org.allowput.lambda.s3.S3Source.SourceObject;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;

/** A source bucket in memory that records each request and counts the streams that are open. */
final class InMemorySource extends UnusedSource {
    private record Stored(SourceState state, SdkBytes bytes, Map<String, String> tags) {}

    private final Map<String, Stored> objects = new HashMap<>();
    /** Also those that are no longer the newest, by key and version id. */
    private final Map<String, Stored> versions = new HashMap<>();

    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger openStreams = new AtomicInteger();
    private Consumer<String> beforeRequest = request -> {};

    /** @param bytes the object's, or fewer where nothing reads them */
    void put(SourceState state, byte[] bytes, Tag... tags) {
        Map<String, String> byName = Arrays.stream(tags).collect(Collectors.toMap(Tag::key, Tag::value));
        Stored stored = new Stored(state, SdkBytes.fromByteArray(bytes), byName);
        objects.put(state.key(), stored);
        versions.put(state.key() + " " + state.versionId(), stored);
    }

    /** Replaces the tags of an object, which leaves all else of it as it is. */
    void tag(String key, Tag... tags) {
        Stored stored = Objects.requireNonNull(objects.get(key));
        put(stored.state(), stored.bytes().asByteArrayUnsafe(), tags);
    }

    Optional<byte[]> content(String key) {
        return Optional.ofNullable(objects.get(key))
                .map(stored -> stored.bytes().asByteArray());
    }

    void delete(String key) {
        objects.remove(key);
    }

    /** @param action gets the name of each request before it is answered, and may change the bucket or throw */
    void beforeEachRequest(Consumer<String> action) {
        beforeRequest = action;
    }

    List<String> requests() {
        return List.copyOf(requests);
    }

    int openStreams() {
        return openStreams.get();
    }

    @Override
    public Optional<SourceObject> open(String key) {
        record("GET " + key);
        return Optional.ofNullable(objects.get(key))
                .map(stored ->
                        new SourceObject(stored.state(), stream(stored.bytes().asByteArrayUnsafe())));
    }

    @Override
    public InputStream open(SourceState version, long offset, long length) {
        record("GET " + version.key() + " " + offset + "+" + length);
        Stored stored = stored(version);
        byte[] bytes = stored.bytes().asByteArrayUnsafe();
        return stream(Arrays.copyOfRange(bytes, (int) offset, (int) (offset + length)));
    }

    @Override
    public Optional<SourceState> head(String key) {
        record("HEAD " + key);
        return Optional.ofNullable(objects.get(key)).map(Stored::state);
    }

    /** Of the object that is there, whichever it is, if no version id names another: as S3 does. */
    @Override
    public Map<String, String> tags(SourceState version) {
        record("GET tags " + version.key());
        Stored stored = version.isImmutable()
                ? versions.get(version.key() + " " + version.versionId())
                : objects.get(version.key());
        if (stored == null) {
            throw answer(404);
        }
        return stored.tags();
    }

    /** What S3 answers with that status. */
    static SourceException answer(int status) {
        return new SourceException((S3Exception) S3Exception.builder()
                .statusCode(status)
                .message("status " + status)
                .build());
    }

    private void record(String request) {
        requests.add(request);
        beforeRequest.accept(request);
    }

    private Stored stored(SourceState version) {
        Stored stored = objects.get(version.key());
        if (stored == null) {
            throw answer(404);
        }
        if (!stored.state().eTag().equals(version.eTag())) {
            throw answer(412);
        }
        return stored;
    }

    private InputStream stream(byte[] bytes) {
        openStreams.incrementAndGet();
        return new ByteArrayInputStream(bytes) {
            private boolean open = true;

            @Override
            public void close() {
                if (open) {
                    open = false;
                    openStreams.decrementAndGet();
                }
            }
        };
    }
}
