package org.allowput.lambda.copy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.allowput.contract.object.SourceState;
import org.allowput.emulator.local.Unchecked;
import org.allowput.lambda.checksum.Verification;
import org.allowput.lambda.failure.SourceException;
import org.allowput.lambda.s3.PinnedRange;
import org.allowput.lambda.s3.S3Source;
import org.allowput.lambda.s3.S3Source.SourceObject;
import org.allowput.lambda.s3.S3Target;
import org.allowput.lambda.s3.StoredObject;
import org.allowput.lambda.s3.TargetObject;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * A source and a target bucket in memory, shared by several workers: each request of a worker is one step of its own.
 */
final class TwoBuckets {
    private final Map<String, StoredChecksumKind> source = new HashMap<>();
    private final Map<String, String> target = new HashMap<>();
    private final Map<String, String> sent = new HashMap<>();
    private final Map<String, List<Tag>> sourceTags = new HashMap<>();
    private final Map<String, List<Tag>> targetTags = new HashMap<>();
    private final Set<String> everInTarget = new HashSet<>();
    private final boolean versioned;
    private int versions;

    TwoBuckets() {
        this(true);
    }

    /**
     * @param versioned whether the source is. If not, equal contents are the same in all but their tags, as on S3 if
     *     they are written in the same second
     */
    TwoBuckets(boolean versioned) {
        this.versioned = versioned;
    }

    private record StoredChecksumKind(SourceState state, String content) {}

    void write(String key, String content) {
        versions++;
        SourceState state = new SourceState(
                key,
                content.length(),
                versioned ? "\"" + versions + "\"" : "\"" + content + "\"",
                versioned ? "v" + versions : null,
                null,
                Map.of(),
                Map.of(),
                0,
                Optional.empty(),
                null,
                null);
        source.put(key, new StoredChecksumKind(state, content));
        sourceTags.remove(tagged(state));
    }

    /** Whose tags they are: those of one version, or of the object that has the key. */
    private static String tagged(SourceState state) {
        return state.key() + " " + state.versionId();
    }

    /** Gives the newest version a tag, and takes the others. */
    void tag(String key, Tag tag) {
        sourceTags.put(tagged(stored(key)), List.of(tag));
    }

    void untag(String key) {
        sourceTags.remove(tagged(stored(key)));
    }

    private SourceState stored(String key) {
        return Objects.requireNonNull(source.get(key)).state();
    }

    /** All contents that the target has shown at some time. */
    Set<String> everInTarget() {
        return everInTarget;
    }

    /** Gives an object of the source another tag, which leaves all else of it as it is. */
    void tag(String key, String value) {
        tag(key, Tag.builder().key("team").value(value).build());
    }

    List<Tag> tagsInTarget(String key) {
        return targetTags.getOrDefault(key, List.of());
    }

    List<Tag> tagsInSource(String key) {
        return tags(stored(key));
    }

    private List<Tag> tags(SourceState state) {
        return sourceTags.getOrDefault(tagged(state), List.of());
    }

    void delete(String key) {
        source.remove(key);
    }

    Optional<String> inSource(String key) {
        return Optional.ofNullable(source.get(key)).map(StoredChecksumKind::content);
    }

    Optional<String> inTarget(String key) {
        return Optional.ofNullable(target.get(key));
    }

    /** The source as one worker sees it until it looks again, which it does not live to see. */
    S3Source sourceUntil(Runnable step, Supplier<Error> death) {
        S3Source source = source(step);
        return new UnusedSource() {
            @Override
            public Optional<SourceObject> open(String key) {
                return source.open(key);
            }

            @Override
            public InputStream open(SourceState version, long offset, long length) {
                return source.open(version, offset, length);
            }

            @Override
            public Optional<SourceState> head(String key) {
                throw death.get();
            }

            @Override
            public List<Tag> tags(SourceState version) {
                return source.tags(version);
            }
        };
    }

    /** The source as one worker sees it. */
    S3Source source(Runnable step) {
        return new UnusedSource() {
            @Override
            public Optional<SourceObject> open(String key) {
                step.run();
                return Optional.ofNullable(source.get(key))
                        .map(stored -> new SourceObject(stored.state(), bytes(stored.content())));
            }

            @Override
            public InputStream open(SourceState version, long offset, long length) {
                step.run();
                StoredChecksumKind stored = source.get(version.key());
                if (stored == null || !stored.state().eTag().equals(version.eTag())) {
                    throw new SourceException((S3Exception) S3Exception.builder()
                            .statusCode(412)
                            .message("changed")
                            .build());
                }
                return bytes(stored.content().substring((int) offset, (int) (offset + length)));
            }

            @Override
            public Optional<SourceState> head(String key) {
                step.run();
                return Optional.ofNullable(source.get(key)).map(StoredChecksumKind::state);
            }

            @Override
            public List<Tag> tags(SourceState version) {
                step.run();
                return TwoBuckets.this.tags(version);
            }
        };
    }

    /** The target as one worker sees it: an object is there when its PUT is over, all of it. */
    S3Target target(Runnable step) {
        return new UnusedTarget() {
            @Override
            public StoredObject put(TargetObject object, Verification verification, PinnedRange body) {
                String content = read(body);
                step.run();
                target.put(object.key(), content);
                everInTarget.add(content);
                targetTags.put(object.key(), object.tags());
                return new StoredObject("\"" + content.hashCode() + "\"", null, Optional.empty());
            }

            @Override
            public void delete(String key) {
                step.run();
                target.remove(key);
            }
        };
    }

    /** The same, but the answer to each write is lost: the object is there when it {@link #arrive arrives}. */
    S3Target targetWithoutAnswer(Runnable step) {
        S3Target target = target(step);
        return new UnusedTarget() {
            @Override
            public StoredObject put(TargetObject object, Verification verification, PinnedRange body) {
                String content = read(body);
                step.run();
                sent.put(object.key(), content);
                throw SdkClientException.create("the connection is gone");
            }

            @Override
            public void delete(String key) {
                target.delete(key);
            }
        };
    }

    void arrive(String key) {
        String content = sent.get(key);
        if (content != null) {
            target.put(key, content);
        }
    }

    private static InputStream bytes(String content) {
        return new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(PinnedRange body) {
        return Unchecked.get(() -> new String(body.newStream().readAllBytes(), StandardCharsets.UTF_8));
    }
}
