package org.allowput.ops.reconcile.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.allowput.contract.selection.Selection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inventories as https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html shows them. */
class InventoryTest {
    private static final Selection KEYS =
            Selection.parse("[{\"include\": [\"in/**\"], \"stripPrefix\": \"in/\", \"addPrefix\": \"out/\"}]");
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
        for (String format : List.of("ORC", "Parquet")) {
            manifest(format, COLUMNS, "");
            assertThatThrownBy(this::open)
                    .hasMessage("Seen an inventory as " + format + ", expected one as CSV: ask account A to configure"
                            + " a second inventory of the bucket with the output format CSV.");
        }
        manifest("JSON", COLUMNS, "");
        assertThatThrownBy(this::open).hasMessageContaining("Seen a manifest with fileFormat JSON; expected");

        manifest("CSV", COLUMNS, "");
        assertThatThrownBy(() -> open().read(KEYS, entry -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("1.csv.gz, which ");
    }

    @Test
    void aMissingColumnAndAnotherChecksumAreNamed() throws Exception {
        manifest("CSV", "Bucket, Key, Size, LastModifiedDate", "");
        assertThatThrownBy(this::open).hasMessageContaining("needed are Key, Size, LastModifiedDate, ETag.");

        read(COLUMNS, "");
        manifest("CSV", COLUMNS, "00");
        assertThatThrownBy(() -> open().read(KEYS, entry -> {})).hasMessageContaining("its manifest lists 00");
    }

    private List<InventoryEntry> read(String columns, String lines) throws Exception {
        ByteArrayOutputStream csv = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(csv)) {
            out.write(lines.getBytes(StandardCharsets.UTF_8));
        }
        byte[] file = csv.toByteArray();
        Files.createDirectories(folder.resolve("data"));
        Files.write(folder.resolve("data/1.csv.gz"), file);
        manifest(
                "CSV",
                columns,
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
