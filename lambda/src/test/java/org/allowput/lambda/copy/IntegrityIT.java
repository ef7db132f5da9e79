package org.allowput.lambda.copy;

import static org.allowput.lambda.Stage.SOURCE;
import static org.allowput.lambda.Stage.TARGET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.allowput.emulator.fault.Fault;
import org.allowput.emulator.fault.Request;
import org.allowput.emulator.fault.Request.Operation;
import org.allowput.emulator.testing.DocumentedTable;
import org.allowput.lambda.Stage;
import org.allowput.lambda.failure.Failure;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** One bit that changes on the way, by what the source has stored of the bytes, by shape, and by leg of the way. */
class IntegrityIT extends OnStage {
    private static final String NOTICED = "noticed";
    /** Nothing but TLS guards these bytes: the test sees them arrive changed and the copy succeed. */
    private static final String TLS = "TLS alone";

    static Stage.Wired wired;

    @BeforeAll
    static void start() {
        wired = stage.copyWithOptIns(Sample.OPTIONS, Sample.DEFAULTS);
    }

    @AfterAll
    static void stop() {
        wired.close();
    }

    @Test
    @DisabledIfSystemProperty(
            named = Stage.EMULATOR,
            matches = Stage.LOCALSTACK,
            disabledReason =
                    "LocalStack has no object without a checksum, and no upload in parts whose checksums it computes")
    void aChangedBitIsNoticedWhereverTheSourceHasStoredWhatToCompareWith() throws Exception {
        StringBuilder table = new StringBuilder("""
            | the source has stored | one PUT, source to function | one PUT, function to target \
            | larger, goes as | larger, source to function | larger, function to target |
            | --- | --- | --- | --- | --- | --- |
            """);
        for (Stored stored : Stored.values()) {
            table.append("| ").append(stored);
            for (Shape shape : Shape.values()) {
                String key = stored.name() + "-" + shape;
                stored.put(stage, key, Sample.bytes(shape.size()));
                boolean parts = goesInParts(stored, shape);
                if (shape == Shape.PARTS) {
                    table.append(" | ").append(parts ? "parts" : "one PUT");
                }
                table.append(" | ").append(sourceToFunction(key, shape, parts));
                table.append(" | ").append(functionToTarget(key, shape, parts));
            }
            table.append(" |\n");
        }
        Files.writeString(Files.createDirectories(Path.of("target")).resolve("integrity.md"), table);
        assertThat(DocumentedTable.table("integrity")).isEqualTo(table.toString());
    }

    @ParameterizedTest
    @EnumSource
    void whateverTheSourceHasStoredTheCopyIsTheSource(Stored stored) {
        assumeStorable(stored);
        for (Shape shape : Shape.values()) {
            String key = "whole-" + stored.name() + "-" + shape;
            stored.put(stage, key, Sample.bytes(shape.size()));

            assertThat(wired.copy().replicate(key, key, Sample.LATER)).satisfies(Sample.copied(shape.size()));

            assertThat(read(key)).contains(Sample.bytes(shape.size()));
        }
    }

    /** What a proxy, a cache or a store that only resembles S3 may do, and what no checksum would show. */
    @ParameterizedTest
    @EnumSource(names = {"COMPOSITE", "NONE", "CRC32"})
    void aPeerThatIgnoresRangesMakesNoObjectOfRepeatedParts(Stored stored) {
        assumeStorable(stored);
        String key = "ranges-" + stored.name();
        stored.put(stage, key, Sample.bytes(Shape.PARTS.size()));
        stage.proxy()
                .always(
                        Stage.of(Operation.GET, SOURCE, key)
                                .and(request -> request.header("Range").isPresent()),
                        new Fault.Without("Range"));
        try (Stage.Wired copy = stage.copyAsAdministrator(Sample.OPTIONS, Sample.DEFAULTS)) {
            assertThat(copy.copy().replicate(key, key, Sample.LATER)).isInstanceOf(Outcome.Failed.class);
        }
        assertThat(read(key)).isEmpty();
    }

    private static void assumeStorable(Stored stored) {
        String lacking = switch (stored) {
            case ETAG, NONE -> "LocalStack computes a CRC64NVME of what comes without a checksum";
            case CRC32C -> "LocalStack takes a CRC32C that follows the bytes for a CRC32, too, and refuses both";
            default -> "";
        };
        assumeTrue(!Stage.isOnLocalstack() || lacking.isEmpty(), lacking);
    }

    private static boolean goesInParts(Stored stored, Shape shape) {
        return shape == Shape.PARTS
                && switch (stored) {
                    case CRC64NVME, CRC32, CRC32C, COMPOSITE, NONE -> true;
                    case SHA1, SHA256, ETAG -> false;
                };
    }

    private static String sourceToFunction(String key, Shape shape, boolean parts) {
        long length = parts ? Sample.LEAST : shape.size();
        Predicate<Request> get = Stage.of(Operation.GET, SOURCE, key)
                .and(request -> request.header("Range").orElse("").startsWith(parts ? "bytes=0-" : ""));
        return flip(key, shape, get, List.of(0L, length / 2, length - 1), true);
    }

    private static String functionToTarget(String key, Shape shape, boolean parts) {
        Predicate<Request> put = Stage.of(parts ? Operation.PUT_PART : Operation.PUT, TARGET, key)
                .and(request -> !parts || request.target().contains("partNumber=1&"));
        // Within the first 64 KiB of bytes: those around them, where the SDK sends a checksum after, are its framing.
        return flip(key, shape, put, List.of(100L, 50_000L), false);
    }

    private static String flip(String key, Shape shape, Predicate<Request> where, List<Long> bytes, boolean inAnswer) {
        String result = "";
        for (long at : bytes) {
            stage.proxy().reset();
            stage.target().deleteObject(object -> object.bucket(TARGET).key(key));
            stage.proxy().once(where, inAnswer ? new Fault.FlipResponse(at) : new Fault.FlipRequest(at));

            Outcome outcome = wired.copy().replicate(key, key, Sample.LATER);

            assertThat(stage.proxy().requests(where)).isNotEmpty();
            String seen = switch (outcome) {
                case Outcome.Failed failed -> {
                    assertThat(failed.failure().cause()).isEqualTo(Failure.Cause.RETRYABLE);
                    assertThat(read(key)).isEmpty();
                    yield NOTICED;
                }
                default -> {
                    assertThat(Arrays.equals(read(key).orElseThrow(), Sample.bytes(shape.size())))
                            .as("the bytes that arrived are the source's")
                            .isFalse();
                    yield TLS;
                }
            };
            assertThat(seen).isEqualTo(result.isEmpty() ? seen : result);
            result = seen;
        }
        return result;
    }

    private static Optional<byte[]> read(String key) {
        try {
            return Optional.of(stage.target()
                    .getObjectAsBytes(object -> object.bucket(TARGET).key(key))
                    .asByteArray());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }
}
