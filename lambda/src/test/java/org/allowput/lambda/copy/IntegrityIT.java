package org.allowput.lambda.copy;

import static org.allowput.lambda.CopyFixture.SOURCE;
import static org.allowput.lambda.CopyFixture.TARGET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.allowput.contract.FailureCause;
import org.allowput.emulator.proxy.Fault;
import org.allowput.emulator.proxy.ProxiedRequest;
import org.allowput.emulator.proxy.ProxiedRequest.Operation;
import org.allowput.emulator.testing.DocumentedTable;
import org.allowput.lambda.CopyFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One bit that changes on the way, by what the source has stored of the bytes, by method, and by leg of the way. */
class IntegrityIT extends CopyIntegrationTest {
    private static final String NOTICED = "noticed";
    /** Nothing but TLS guards these bytes: the test sees them arrive changed and the copy succeed. */
    private static final String TLS = "TLS alone";

    private CopyFixture.ConnectedCopier wired;

    @BeforeAll
    void start() {
        wired = fixture.copyWithOptIns(CopySamples.OPTIONS, CopySamples.DEFAULTS);
    }

    @AfterAll
    void stop() {
        wired.close();
    }

    @Test
    @DisabledIfSystemProperty(
            named = CopyFixture.EMULATOR,
            matches = CopyFixture.LOCALSTACK,
            disabledReason =
                    "LocalStack has no object without a checksum, and no upload in parts whose checksums it computes")
    void aChangedBitIsNoticedWhereverTheSourceHasStoredWhatToCompareWith() throws Exception {
        StringBuilder table = new StringBuilder("""
            | the source has stored | source to function | function to target | larger ones go as |
            | --- | --- | --- | --- |
            """);
        for (StoredChecksumKind stored : StoredChecksumKind.values()) {
            Set<String> results = new LinkedHashSet<>();
            for (UploadMethod method : UploadMethod.values()) {
                String key = stored.name() + "-" + method;
                stored.put(fixture, key, CopySamples.bytes(method.size()));
                boolean parts = goesInParts(stored, method);
                results.add(sourceToFunction(key, method, parts) + " | " + functionToTarget(key, method, parts));
            }
            assertThat(results).as("whether in one PUT or larger").hasSize(1);
            String larger = goesInParts(stored, UploadMethod.PARTS) ? "parts" : "one PUT";
            table.append("| %s | %s | %s |\n".formatted(stored, String.join("", results), larger));
        }
        Files.writeString(Files.createDirectories(Path.of("target")).resolve("integrity.md"), table);
        assertThat(DocumentedTable.table("integrity")).isEqualTo(table.toString());
    }

    @ParameterizedTest
    @EnumSource
    void whateverTheSourceHasStoredTheCopyIsTheSource(StoredChecksumKind stored) {
        assumeStorable(stored);
        for (UploadMethod method : UploadMethod.values()) {
            String key = "whole-" + stored.name() + "-" + method;
            stored.put(fixture, key, CopySamples.bytes(method.size()));

            assertThat(wired.replicate(key, key, CopySamples.LATER)).satisfies(CopySamples.copied(method.size()));

            assertThat(target.bytes(key)).isEqualTo(CopySamples.bytes(method.size()));
        }
    }

    /** What a proxy, a cache or a store that only resembles S3 may do, and what no checksum would show. */
    @ParameterizedTest
    @EnumSource(names = {"COMPOSITE", "NONE", "CRC32"})
    void aPeerThatIgnoresRangesMakesNoObjectOfRepeatedParts(StoredChecksumKind stored) {
        assumeStorable(stored);
        String key = "ranges-" + stored.name();
        stored.put(fixture, key, CopySamples.bytes(UploadMethod.PARTS.size()));
        fixture.proxy()
                .always(
                        CopyFixture.of(Operation.GET, SOURCE, key)
                                .and(request -> request.header("Range").isPresent()),
                        new Fault.RemoveHeader("Range"));
        assertThat(replicate(key, fixture.copyAsAdministrator(CopySamples.OPTIONS, CopySamples.DEFAULTS)))
                .isInstanceOf(Outcome.Failed.class);
        assertThat(target.head(key)).isEmpty();
    }

    private void assumeStorable(StoredChecksumKind stored) {
        String lacking = switch (stored) {
            case ETAG, NONE -> "LocalStack computes a CRC64NVME of what comes without a checksum";
            case CRC32C -> "LocalStack takes a CRC32C that follows the bytes for a CRC32, too, and refuses both";
            default -> "";
        };
        assumeTrue(!CopyFixture.isOnLocalstack() || lacking.isEmpty(), lacking);
    }

    private boolean goesInParts(StoredChecksumKind stored, UploadMethod method) {
        return method == UploadMethod.PARTS
                && switch (stored) {
                    case CRC64NVME, CRC32, CRC32C, COMPOSITE, NONE -> true;
                    case SHA1, SHA256, ETAG -> false;
                };
    }

    private String sourceToFunction(String key, UploadMethod method, boolean parts) {
        long length = parts ? CopySamples.LEAST : method.size();
        Predicate<ProxiedRequest> get = CopyFixture.of(Operation.GET, SOURCE, key)
                .and(request -> request.header("Range").orElse("").startsWith(parts ? "bytes=0-" : ""));
        return flip(key, method, get, List.of(0L, length / 2, length - 1), true);
    }

    private String functionToTarget(String key, UploadMethod method, boolean parts) {
        Predicate<ProxiedRequest> put = CopyFixture.of(parts ? Operation.PUT_PART : Operation.PUT, TARGET, key)
                .and(request -> !parts || request.target().contains("partNumber=1&"));
        // Within the first 64 KiB of bytes: those around them, where the SDK sends a checksum after, are its framing.
        return flip(key, method, put, List.of(100L, 50_000L), false);
    }

    private String flip(
            String key, UploadMethod method, Predicate<ProxiedRequest> where, List<Long> bytes, boolean inAnswer) {
        String result = "";
        for (long at : bytes) {
            fixture.proxy().reset();
            target.delete(key);
            fixture.proxy().once(where, inAnswer ? new Fault.FlipResponse(at) : new Fault.FlipRequest(at));

            CopyResult outcome = wired.replicate(key, key, CopySamples.LATER);

            assertThat(fixture.proxy().requests(where)).isNotEmpty();
            String seen = switch (outcome) {
                case Outcome.Failed failed -> {
                    assertThat(failed.failure().cause()).isEqualTo(FailureCause.RETRYABLE);
                    assertThat(target.head(key)).isEmpty();
                    yield NOTICED;
                }
                default -> {
                    assertThat(Arrays.equals(target.bytes(key), CopySamples.bytes(method.size())))
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
}
