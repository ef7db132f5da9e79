package org.allowput.ops.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.allowput.ops.cli.OperationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    @Test
    void closingRemovesTheFolderWithAllThatWasSpilled() {
        Path folder;
        try (Database database = new Database()) {
            folder = database.folder();
            assertThat(folder).isNotEmptyDirectory();
        }
        assertThat(folder).doesNotExist();
    }

    /** The build runs this in another zone. Each connection has a setting of its own. */
    @Test
    void timesAreUtcWhereverTheOperatorIs() {
        try (Database database = new Database()) {
            database.execute("CREATE TABLE times AS SELECT current_setting('TimeZone') AS zone, TIMESTAMPTZ"
                    + " '2026-01-31 10:00:00+00'::TIMESTAMP AS time, now()::TIMESTAMP AS written");

            assertThat(ZoneId.systemDefault()).isEqualTo(ZoneId.of("America/New_York"));
            assertThat(database.texts("SELECT zone || ' ' || time FROM times"))
                    .containsExactly("UTC 2026-01-31 10:00:00");
            assertThat(database.texts("SELECT current_setting('TimeZone')")).containsExactly("UTC");
            assertThat(database.texts("SELECT count(*) FROM times WHERE written > now() - INTERVAL 1 HOUR"))
                    .containsExactly("1");
        }
    }

    /** More than the memory has, while another thread of the program ends it. */
    @Test
    void ctrlCRemovesTheFolderWhileAQuerySpills(@TempDir Path temporary) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Spilling.class.getName())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            Path folder = Path.of(output.readLine());
            assertThat(folder).hasParent(temporary);
            while (process.isAlive() && !Files.exists(folder.resolve("spilled"))) {
                Thread.sleep(20);
            }
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();

            assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).isEqualTo(130);
        } finally {
            process.destroyForcibly();
        }
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left).isEmpty();
        }
    }

    /** Sorts until it is ended. */
    static final class Spilling {
        public static void main(String[] arguments) {
            try (Database database = new Database()) {
                System.out.println(database.folder());
                database.execute("CREATE TABLE numbers AS SELECT md5(CAST(range AS VARCHAR)) || md5(CAST(range + 1 AS"
                        + " VARCHAR)) AS text FROM range(200000000) ORDER BY text");
            }
        }
    }

    @Test
    void noExtensionIsInstalledAndOneThatIsNeededIsNotDownloaded(@TempDir Path extensions) throws IOException {
        try (Database database = new Database()) {
            database.execute("SET extension_directory = '" + extensions + "'");
            database.execute("COPY (SELECT 1 AS a) TO '" + database.folder().resolve("a.parquet") + "'");
            assertThat(database.texts("FROM read_parquet('" + database.folder().resolve("a.parquet") + "')"))
                    .containsExactly("1");
            assertThatThrownBy(() -> database.execute("SELECT * FROM 'https://127.0.0.1:1/a.csv'"))
                    .isInstanceOf(OperationException.class)
                    .hasMessageContaining("httpfs");
        }
        try (Stream<Path> installed = Files.walk(extensions)) {
            assertThat(installed.filter(Files::isRegularFile)).isEmpty();
        }
    }
}
