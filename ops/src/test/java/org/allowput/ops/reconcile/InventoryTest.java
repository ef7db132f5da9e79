package org.allowput.ops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inventories as https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html shows them. */
class InventoryTest {
    private static final String MANIFEST = """
        {"sourceBucket": "target", "destinationBucket": "arn:aws:s3:::inventories", "version": "2016-11-30",
         "creationTimestamp": "1514944800000", "fileFormat": "%s", "fileSchema": "%s",
         "files": [{"key": "Inventory/target/daily/data/1.csv.gz", "size": 10, "MD5checksum": "f11166069f1990abeb9c97ace9cdfabc"}]}
        """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void keysAreDecodedAndFieldsAreFoundByTheirNames() throws IOException {
        var inventory = read("Bucket, Key, Size, LastModifiedDate, ETag", """
            "target","out/a+b%2Bc%20%E6%97%A5%22%2C.txt","12","2026-01-31T10:00:00.000Z","abc"
            "target","elsewhere","1","2026-01-31T10:00:00.000Z","def"
            """, "out/");

        assertThat(inventory.created()).isEqualTo(Instant.parse("2018-01-03T02:00:00Z"));
        assertThat(inventory.entries())
                .containsOnlyKeys("out/a b+c 日\",.txt")
                .containsValue(new Inventory.Entry(12L, Instant.parse("2026-01-31T10:00:00Z"), "abc"));
    }

    @Test
    void ofAllVersionsTheCurrentOnesCountAndADeleteMarkerIsNoObject() throws IOException {
        var inventory = read("Bucket, Key, VersionId, IsLatest, IsDeleteMarker, Size", """
            "target","a","v2","true","false","2"
            "target","a","v1","false","false","1"
            "target","b","v2","true","true",""
            "target","b","v1","false","false","1"
            """, "");

        assertThat(inventory.entries()).containsOnlyKeys("a").containsValue(new Inventory.Entry(2L, null, null));
    }

    @Test
    void anotherFormatAndAMissingPartAreReported() throws IOException {
        Files.writeString(folder.resolve("manifest.json"), MANIFEST.formatted("ORC", "Bucket, Key"));
        assertThatThrownBy(() -> Inventory.read(at("manifest.json"), ""))
                .hasMessageContaining("Seen a manifest with fileFormat ORC; expected");

        Files.writeString(folder.resolve("manifest.json"), MANIFEST.formatted("CSV", "Bucket, Key"));
        assertThatThrownBy(() -> Inventory.read(at("manifest.json"), ""))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("1.csv.gz, which ");
    }

    private Inventory read(String schema, String lines, String keyPrefix) throws IOException {
        Files.createDirectories(folder.resolve("2018-01-03T02-00Z"));
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("2018-01-03T02-00Z/manifest.json"), MANIFEST.formatted("CSV", schema));
        try (var out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("data/1.csv.gz")))) {
            out.write(lines.getBytes(StandardCharsets.UTF_8));
        }
        return Inventory.read(at("2018-01-03T02-00Z/manifest.json"), keyPrefix);
    }

    private InventoryFiles at(String manifest) {
        return new InventoryFiles.OnDisk(folder.resolve(manifest));
    }
}
