package org.allowput.ops.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
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
        try (Program program = Program.start(temporary, "spill")) {
            while (program.process.isAlive() && !Files.exists(program.folder.resolve("spilled"))) {
                Thread.sleep(20);
            }
            new ProcessBuilder("kill", "-INT", Long.toString(program.process.pid()))
                    .start()
                    .waitFor();

            assertThat(program.process.waitFor(10, TimeUnit.MINUTES)).isTrue();
            assertThat(program.process.exitValue()).isEqualTo(130);
        }
        assertThat(temporary).isEmptyDirectory();
    }

    /** As Lambda kills a function whose time is over, and keeps {@code /tmp} for the next environment. */
    @Test
    void whatAKilledProgramLeftIsRemovedByTheNextAndWhatALivingOneUsesIsKept(@TempDir Path temporary) throws Exception {
        Path left;
        try (Program killed = Program.start(temporary, "wait")) {
            left = killed.folder;
        }
        assertThat(left).isNotEmptyDirectory();

        try (Program living = Program.start(temporary, "wait")) {
            assertThat(left).doesNotExist();
            try (Program next = Program.start(temporary, "wait")) {
                assertThat(next.end()).isZero();
            }
            assertThat(living.folder).isNotEmptyDirectory();
            assertThat(living.end()).isZero();
        }
        assertThat(temporary).isEmptyDirectory();
    }

    /** Another JVM with a database, which is killed when this is closed. */
    private record Program(Process process, BufferedReader output, Path folder) implements AutoCloseable {
        /**
         * SIGINT is ignored by what a shell starts in the background, and by all that this starts; not by a program.
         */
        private static final String NOT_IGNORING_CTRL_C = "import os, signal, sys;"
                + " signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])";

        /** Returns when the database is open. */
        static Program start(Path temporary, String use) throws IOException {
            Process process = new ProcessBuilder(
                            "python3",
                            "-c",
                            NOT_IGNORING_CTRL_C,
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--enable-native-access=ALL-UNNAMED",
                            "-Djava.io.tmpdir=" + temporary,
                            "-cp",
                            System.getProperty("java.class.path"),
                            OpenDatabase.class.getName(),
                            use)
                    .redirectErrorStream(true)
                    .start();
            BufferedReader output =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            Path folder = Path.of(output.readLine());
            assertThat(folder).hasParent(temporary);
            return new Program(process, output, folder);
        }

        /** Lets the program close its database, and returns its exit status. */
        int end() throws IOException, InterruptedException {
            process.getOutputStream().close();
            return process.waitFor();
        }

        @Override
        public void close() throws IOException {
            process.destroyForcibly().onExit().join();
            output.close();
        }
    }

    /** Prints the folder. Then sorts until it is ended, or waits for the end of its input. */
    static final class OpenDatabase {
        public static void main(String[] arguments) throws IOException {
            try (Database database = new Database()) {
                System.out.println(database.folder());
                if (arguments[0].equals("spill")) {
                    database.execute(
                            "CREATE TABLE numbers AS SELECT md5(CAST(range AS VARCHAR)) || md5(CAST(range + 1 AS"
                                    + " VARCHAR)) AS text FROM range(200000000) ORDER BY text");
                } else {
                    System.in.transferTo(OutputStream.nullOutputStream());
                }
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
