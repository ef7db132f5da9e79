package org.allowput.ops.compare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.allowput.contract.selection.Selection;
import org.allowput.ops.aws.FakeS3;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inventories as https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html shows them. */
public class InventoryTest {
    private static final Selection KEYS =
            Selection.parse("[{\"include\": [\"in/**\"], \"stripPrefix\": \"in/\", \"addPrefix\": \"out/\"}]");
    private static final String COLUMNS = "Bucket, Key, Size, LastModifiedDate, ETag";

    private static final String FOLDER = "Inventory/target/daily/";
    private static final String MANIFEST = FOLDER + "2018-01-03T02-00Z/manifest.json";

    private final FakeS3 s3 = new FakeS3();

    @Test
    void keysAreDecodedFieldsAreFoundByTheirNamesAndOtherKeysAreLeftOut() throws Exception {
        List<String> entries = read(COLUMNS, """
            "target","out/a+b%2Bc%20%E6%97%A5%22%2C.txt","12","2026-01-31T10:00:00.000Z","abc"
            "target","elsewhere","1","2026-01-31T10:00:00.000Z","def"
            """);

        assertThat(entries).containsExactly("[in/a b+c 日\",.txt, 12, 2026-01-31T10:00:00Z, abc]");
    }

    @Test
    void ofAllVersionsTheCurrentOnesCountAndADeleteMarkerIsNoObject() throws Exception {
        List<String> entries =
                read("Bucket, Key, VersionId, IsLatest, IsDeleteMarker, Size, LastModifiedDate, ETag", """
                    "target","out/a","v2","true","false","2","2026-01-31T10:00:00.000Z","abc"
                    "target","out/a","v1","false","false","1","2026-01-31T10:00:00.000Z","abc"
                    "target","out/b","v2","true","true","","2026-01-31T10:00:00.000Z",""
                    "target","out/b","v1","false","false","1","2026-01-31T10:00:00.000Z","abc"
                    """);

        assertThat(entries).containsExactly("[in/a, 2, 2026-01-31T10:00:00Z, abc]");
    }

    @Test
    void aColumnMayBeTheFirstAndALineMayEndBeforeTheLastOnes() throws Exception {
        assertThat(read("Key, Size, LastModifiedDate, ETag, IsLatest", """
            "out/a","2","2026-01-31T10:00:00.000Z","abc"
            """))
                .containsExactly("[in/a, 2, 2026-01-31T10:00:00Z, abc]");
    }

    @Test
    void parquetHasKeysAsTheyAre(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("1.parquet");
        try (Database database = new Database()) {
            database.execute("""
                COPY (SELECT 'target' AS bucket, 'out/a+b%%20c' AS key, true AS is_latest, false AS is_delete_marker,
                    12::BIGINT AS size, TIMESTAMPTZ '2026-01-31 10:00:00+00' AS last_modified_date, 'abc' AS e_tag
                UNION ALL SELECT 'target', 'out/old', false, false, 1, TIMESTAMPTZ '2026-01-31 10:00:00+00', 'abc')
                TO '%s'\
                """.formatted(file));
        }
        manifest("Parquet", """
            message s3.inventory { required binary bucket (UTF8); required binary key (UTF8); optional boolean is_latest;\
             optional boolean is_delete_marker; optional int64 size;\
             optional int64 last_modified_date (TIMESTAMP_MILLIS); optional binary e_tag (UTF8);}\
            """, md5(Files.readAllBytes(file)));
        s3.put("inventories", FOLDER + "data/1.parquet", Files.readAllBytes(file));

        assertThat(load()).containsExactly("[in/a+b%20c, 12, 2026-01-31T10:00:00Z, abc]");
    }

    @Test
    void aRowWithoutSizeAManifestWithoutATimeAndAnAddressWithoutAKeyAreNamed() throws Exception {
        assertThatThrownBy(() -> read(COLUMNS, """
            "target","out/50%","","2026-01-31T10:00:00.000Z","abc"
            """))
                .hasMessage("Seen an object without size or date in the inventory: out/50%");

        manifest("CSV", COLUMNS, "");
        String manifest = s3.getObjectAsBytes(
                        request -> request.bucket("inventories").key(MANIFEST))
                .asUtf8String();
        s3.put(
                "inventories",
                MANIFEST,
                manifest.replace("1514944800000", "yesterday").getBytes(UTF_8));
        assertThatThrownBy(this::load).hasMessageContaining("creationTimestamp yesterday; expected");

        for (String address : List.of("s3://bucket", "s3://bucket/", "s3:///key", "manifest.json")) {
            assertThatThrownBy(() -> new ManifestFiles(address, s3))
                    .hasMessage("Seen " + address + ", expected s3://bucket/key.");
        }
        assertThat(new ManifestFiles("s3://my_bucket/a b%.json", s3).bucket()).isEqualTo("my_bucket");
    }

    public static String md5(byte[] file) {
        return HexFormat.of().formatHex(FakeS3.hash("MD5", file));
    }

    public static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void anotherFormatAndAMissingFileAreNamed() throws Exception {
        for (String format : List.of("ORC", "JSON")) {
            manifest(format, COLUMNS, "");
            assertThatThrownBy(this::load)
                    .hasMessageContaining("Seen a manifest with fileFormat " + format + " and creationTimestamp");
        }

        manifest("CSV", COLUMNS, "");
        assertThatThrownBy(() -> load("another", "target"))
                .hasMessageContaining("The inventory is of the source bucket target; expected");
        assertThatThrownBy(() -> load())
                .hasMessage("s3://inventories/" + FOLDER + "data/1.csv.gz could not be read: S3 answered 404. Correct"
                        + " the address, or ask its owner for access.");
    }

    @Test
    void aMissingColumnAndAnotherChecksumAreNamed() throws Exception {
        manifest("CSV", "Bucket, Key, Size, LastModifiedDate", "");
        assertThatThrownBy(this::load).hasMessageContaining("needed are Key, Size, LastModifiedDate, ETag.");

        read(COLUMNS, "");
        manifest("CSV", COLUMNS, "00");
        assertThatThrownBy(() -> load()).hasMessageContaining("its manifest lists 00");
    }

    /** The rows of the table. */
    private List<String> load(String target, String source) throws IOException {
        try (Database database = new Database()) {
            ManifestFiles files = new ManifestFiles("s3://inventories/" + MANIFEST, s3);
            assertThat(files.loadInventory(database, target, source, KEYS::sourceKey))
                    .isEqualTo(Instant.ofEpochMilli(1514944800000L));
            return database.rows("SELECT sourceKey, size, lastModified, eTag FROM target ORDER BY ALL").stream()
                    .map(row -> String.valueOf(row.values()))
                    .toList();
        }
    }

    private List<String> read(String columns, String lines) throws Exception {
        byte[] file = gzip(lines);
        s3.put("inventories", FOLDER + "data/1.csv.gz", file);
        manifest("CSV", columns, md5(file));
        return load();
    }

    private void manifest(String format, String columns, String md5) {
        s3.put("inventories", MANIFEST, """
            {"sourceBucket": "target", "destinationBucket": "arn:aws:s3:::inventories", "version": "2016-11-30",
             "creationTimestamp": "1514944800000", "fileFormat": "%s", "fileSchema": "%s",
             "files": [{"key": "Inventory/target/daily/data/1.%s", "size": 10, "MD5checksum": "%s"}]}
            """.formatted(
                        format, columns, format.equals("Parquet") ? "parquet" : "csv.gz", md5)
                .getBytes(UTF_8));
    }

    private List<String> load() throws IOException {
        return load("target", "source");
    }
}
