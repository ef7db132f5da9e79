package org.allowput.ops.reconcile.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.allowput.lambda.copy.KeyRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inventories as https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html shows them. */
class InventoryTest {
    private static final KeyRules KEYS =
            KeyRules.parse("{\"includePrefix\": \"in/\", \"stripPrefix\": \"in/\", \"addPrefix\": \"out/\"}");
    private static final String PARQUET = "message s3.inventory { required binary bucket (UTF8); required binary key"
            + " (UTF8); optional binary version_id (UTF8); optional boolean is_latest; optional boolean"
            + " is_delete_marker; optional int64 size; optional int64 last_modified_date (TIMESTAMP(MILLIS,true));"
            + " optional binary e_tag (UTF8); optional binary storage_class (UTF8); }";
    private static final String COLUMNS = "Bucket, Key, Size, LastModifiedDate, ETag";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void keysAreDecodedFieldsAreFoundByTheirNamesAndOtherKeysAreLeftOut() throws Exception {
        List<InventoryEntry> entries = read(COLUMNS, """
            "target","out/a+b%2Bc%20%E6%97%A5%22%2C.txt","12","2026-01-31T10:00:00.000Z","abc"
            "target","elsewhere","1","2026-01-31T10:00:00.000Z","def"
            """);

        assertThat(entries)
                .containsExactly(
                        new InventoryEntry("in/a b+c 日\",.txt", 12, Instant.parse("2026-01-31T10:00:00Z"), "abc"));
    }

    @Test
    void ofAllVersionsTheCurrentOnesCountAndADeleteMarkerIsNoObject() throws Exception {
        List<InventoryEntry> entries =
                read("Bucket, Key, VersionId, IsLatest, IsDeleteMarker, Size, LastModifiedDate, ETag", """
                    "target","out/a","v2","true","false","2","2026-01-31T10:00:00.000Z","abc"
                    "target","out/a","v1","false","false","1","2026-01-31T10:00:00.000Z","abc"
                    "target","out/b","v2","true","true","","2026-01-31T10:00:00.000Z",""
                    "target","out/b","v1","false","false","1","2026-01-31T10:00:00.000Z","abc"
                    """);

        assertThat(entries).extracting(InventoryEntry::key).containsExactly("in/a");
    }

    @Test
    void aColumnMayBeTheFirstAndALineMayEndBeforeTheLastOnes() throws Exception {
        assertThat(read("Key, Size, LastModifiedDate, ETag, IsLatest", """
            "out/a","2","2026-01-31T10:00:00.000Z","abc"
            """))
                .extracting(InventoryEntry::key)
                .containsExactly("in/a");
    }

    @Test
    void anotherFormatAndAMissingFileAreNamed() throws Exception {
        manifest("ORC", COLUMNS, "");
        assertThatThrownBy(this::open)
                .hasMessage("Seen an inventory as ORC, expected one as CSV or Parquet: ask account A to configure a"
                        + " second inventory of the bucket with the output format CSV.");
        manifest("JSON", COLUMNS, "");
        assertThatThrownBy(this::open).hasMessageContaining("Seen a manifest with fileFormat JSON; expected");

        manifest("CSV", COLUMNS, "");
        assertThatThrownBy(() -> open().read(KEYS, entry -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("1.csv.gz, which ");
    }

    /** The files were written by pyarrow, with the schema that AWS documents. */
    @ParameterizedTest
    @ValueSource(strings = {"snappy", "gzip", "uncompressed"})
    void aParquetFileHasTheSameObjectsAndItsKeysAreNotEncoded(String compression) throws Exception {
        assertThat(parquet(compression))
                .containsExactly(
                        new InventoryEntry("in/a b+c 日\",.txt", 12, Instant.parse("2026-01-31T10:00:00Z"), "abc"),
                        new InventoryEntry("in/a", 2, Instant.parse("2026-01-31T10:00:00Z"), "abd"),
                        new InventoryEntry("in/100%25", 5, Instant.parse("2026-01-31T10:00:00Z"), "abe"));
    }

    @Test
    void aParquetFileThatCannotBeReadIsNamedWithWhatToAskFor() throws Exception {
        assertThatThrownBy(() -> parquet("zstd"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(
                        "The file Inventory/target/daily/data/1.csv.gz of the inventory cannot be read (")
                .hasMessageEndingWith("with the output format CSV.");

        manifest("Parquet", PARQUET.replace("optional binary e_tag (UTF8);", ""), "");
        assertThatThrownBy(this::open).hasMessageContaining("needed are key, size, last_modified_date, e_tag.");
        manifest("Parquet", PARQUET, "00");
        assertThatThrownBy(() -> open().read(KEYS, entry -> {})).hasMessageContaining("the manifest lists 00");
    }

    private List<InventoryEntry> parquet(String compression) throws Exception {
        try (InputStream file = Objects.requireNonNull(
                InventoryTest.class.getResourceAsStream("/inventory/" + compression + ".parquet"))) {
            return entries("Parquet", PARQUET, file.readAllBytes());
        }
    }

    private List<InventoryEntry> read(String columns, String lines) throws Exception {
        ByteArrayOutputStream csv = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(csv)) {
            out.write(lines.getBytes(StandardCharsets.UTF_8));
        }
        return entries("CSV", columns, csv.toByteArray());
    }

    private List<InventoryEntry> entries(String format, String schema, byte[] file) throws Exception {
        Files.createDirectories(folder.resolve("data"));
        Files.write(folder.resolve("data/1.csv.gz"), file);
        manifest(
                format,
                schema,
                HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(file)));
        List<InventoryEntry> entries = new ArrayList<>();
        open().read(KEYS, entries::add);
        return entries;
    }

    private void manifest(String format, String columns, String md5) throws IOException {
        Files.createDirectories(folder.resolve("2018-01-03T02-00Z"));
        Files.writeString(folder.resolve("2018-01-03T02-00Z/manifest.json"), """
            {"sourceBucket": "target", "destinationBucket": "arn:aws:s3:::inventories", "version": "2016-11-30",
             "creationTimestamp": "1514944800000", "fileFormat": "%s", "fileSchema": "%s",
             "files": [{"key": "Inventory/target/daily/data/1.csv.gz", "size": 10, "MD5checksum": "%s"}]}
            """.formatted(format, columns, md5));
    }

    private Inventory open() throws IOException {
        return Inventory.open(
                new InventoryFiles.OnDisk(folder.resolve("2018-01-03T02-00Z/manifest.json")), "target", "source");
    }
}
