package org.allowput.ops.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.allowput.emulator.testing.DocumentedTable;
import org.allowput.ops.cli.CommandLines;
import org.allowput.ops.plan.model.ObjectSizes;
import org.allowput.ops.plan.model.PlannedSetting;
import org.allowput.ops.plan.model.PlannedSettings;
import org.allowput.ops.plan.model.Workload;
import org.allowput.ops.plan.model.Workload.Keys;
import org.allowput.ops.plan.price.BatchTime;
import org.allowput.ops.plan.price.Quota;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanCommandTest {
    private static final Path DOCS = Path.of("..", "..", "docs");
    private static final Pattern EXAMPLE = Pattern.compile("```sh\n(bin/plan .*)\n```\n\n((?: {4}.*\n|\n)+)");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder = Path.of("");

    /** Lines are left out where the page has an ellipsis. */
    @Test
    void theExamplesOfThePagePrintWhatItShows() throws IOException {
        Matcher example = EXAMPLE.matcher(Files.readString(DOCS.resolve("scale.md")));
        int examples = 0;
        while (example.find()) {
            examples++;
            out.getBuffer().setLength(0);
            run(example.group(1).replaceFirst("bin/plan ", "").split(" "));
            List<String> printed = out.toString().lines().toList();
            int at = 0;
            boolean skip = false;
            for (String line : example.group(2).stripTrailing().lines().toList()) {
                String text = line.replaceFirst("^ {4}", "");
                if (text.equals("…")) {
                    skip = true;
                    continue;
                }
                int found = printed.subList(at, printed.size()).indexOf(text);
                assertThat(found).as(text + "\nin\n" + out).isNotNegative();
                assertThat(skip || found == 0)
                        .as("lines are left out before " + text)
                        .isTrue();
                at += found + 1;
                skip = false;
            }
        }
        assertThat(examples).isEqualTo(3);
    }

    @Test
    void theStepsAreWhatIsRecommended() throws IOException {
        StringBuilder table = new StringBuilder("""
            | objects of 10 KiB | invocations | in batches of | deployments | prefixes | breaks first above | A per month | B per month |
            | --- | --- | --- | --- | --- | --- | --- | --- |
            """);
        for (String rate : List.of("1/day", "1000/s", "10000/s", "50000/s", "100000/s")) {
            double perSecond = new RateConverter().convert(rate);
            Plan plan = Plan.of(
                    new Workload(perSecond, perSecond, ObjectSizes.parse("10KiB"), 1, Keys.SSE_S3, 1, 0),
                    new PlannedSettings(Map.of()),
                    Map.of());
            table.append("| %s | %s | %s | %d | %d | %,.0f/s | $%,.0f | $%,.0f |%n"
                    .formatted(
                            rate,
                            plan.recommendation().settings().get(PlannedSetting.FUNCTION_CONCURRENCY),
                            plan.recommendation().settings().get(PlannedSetting.BATCH_SIZE),
                            plan.recommendation().deployments(),
                            Math.max(1, plan.recommendation().prefixes()),
                            plan.chosen().objectsPerSecond(),
                            plan.cost().totalOfTarget(),
                            plan.cost().totalOfSource()));
        }
        if ("update".equals(System.getProperty("snapshots"))) {
            DocumentedTable.replace("steps", table.toString());
        }
        assertThat(DocumentedTable.table("steps")).isEqualTo(table.toString());
    }

    /** The other page's table is made of the settings. */
    @ParameterizedTest
    @EnumSource
    void defaultsAreThoseOfTheSettings(PlannedSetting setting) throws IOException {
        String row = Files.readAllLines(DOCS.resolve("settings.md")).stream()
                .filter(line -> line.startsWith("`" + setting.path() + "` | "))
                .reduce((earlier, last) -> last)
                .orElseThrow();
        String values = row.split(" \\| ", -1)[1];

        if (setting.byDefault().isEmpty()) {
            assertThat(values).contains("; none");
        } else {
            assertThat(values).containsPattern("(?:^|; )`" + setting.byDefault() + "`");
        }
    }

    @Test
    void theArithmeticOfThePageIsOfWhatWasMeasured() throws IOException {
        assertThat(Files.readString(DOCS.resolve("scale.md")).replaceAll("\\s+", " "))
                .contains(
                        "Ten objects take %d ms; 20 invocations copy %,d per second. A hundred take %d ms (on one core, if S3 answers after 30 ms)"
                                .formatted(
                                        BatchTime.MEASURED.get(10),
                                        Math.round(20 * 10 / BatchTime.seconds(10, 10) / 100) * 100,
                                        BatchTime.MEASURED.get(100)),
                        "A queue has %,d messages in flight at most".formatted(Quota.IN_FLIGHT.elsewhere()));
    }

    @Test
    void theScheduledComparisonHasTheLimitOfItsPage() throws IOException {
        assertThat(Files.readString(DOCS.resolve("commands.md")).replaceAll("\\s+", " "))
                .contains("Lambda's 15 minutes and 4 GiB of files suffice for one million invocations");
    }

    @Test
    void settingsComeFromTheFileAndThenFromTheCommandLine() throws IOException {
        Path file = Files.writeString(folder.resolve("cdk.json"), """
            {"context": {"replication": [
              {"target": {"account": "111111111111"}},
              {"name": "staging", "source": {"region": "eu-west-3"}, "queue": {"batchSize": 5, "functionConcurrency": 3}}
            ]}}
            """);

        assertThat(run(
                        "--rate=60/min",
                        "--size=1MiB",
                        "--settings=" + file,
                        "--name=staging",
                        "-c",
                        "queue.batchSize=1"))
                .isZero();
        assertThat(out.toString()).contains("from eu-west-3 to us-east-1", "functionConcurrency 3, batches of 1 ");

        assertThat(run("--rate=1/s", "--size=1MiB", "--settings=" + file, "--name=other"))
                .isEqualTo(3);
        assertThat(err.toString()).contains("no deployment other in context.replication");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}", "nothing", "{\"context\": {\"replication\": 1}}"})
    void aFileWithoutSettingsIsNamed(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("other.json"), content);

        assertThat(run("--rate=1/s", "--size=1MiB", "--settings=" + file)).isEqualTo(3);
        assertThat(err.toString()).contains("other.json");
    }

    @Test
    void aLoadThatIsTooMuchForTheSettingsIsAFinding() {
        assertThat(run("--rate=1000/s", "--size=10KiB")).isZero();
        assertThat(run("--rate=2000/s", "--size=10KiB")).isEqualTo(1);
    }

    @Test
    void scriptsReadTheSame() throws IOException {
        assertThat(run("--rate=100000/s", "--size=10KiB", "--backfill=10e9", "--json"))
                .isEqualTo(1);

        assertThat(JSON.std.mapFrom(out.toString()))
                .containsEntry("suffices", false)
                .containsEntry("deployments", 2)
                .containsEntry("prefixes", 52)
                .hasEntrySatisfying(
                        "backfill", each -> assertThat((List<?>) each).hasSize(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--size=1MiB | --rate and --size are required",
                "--rate=5 --size=1MiB | seen '5', expected objects per s, min, h, day or month",
                "--rate=0/s --size=1MiB | seen '0/s', expected objects per s",
                "--rate=1/s --size=1MB | seen '1MB', expected a size such as 10KiB, or 90%:10KiB,10%:5MiB",
                "--rate=1/s --size=49TiB | expected at most 48.8TiB",
                "--rate=1/s --size=90%:1MiB,9%:2MiB | whose percentages are 99 together",
                "--rate=1/s --size=1MiB --keys=aes | seen 'aes' for --keys, expected sse-s3, kms or kms-bucket-key",
                "--rate=1/s --size=1MiB --prefixes=0 | --prefixes and --targets are 1 at least",
                "--rate=1/s --size=1MiB -c queue.batch=1 | seen -c queue.batch, expected one of the settings that"
                        + " change a plan",
                "--rate=1/s --size=1MiB -c queue.batchSize=many | seen 'many' for queue.batchSize, expected a whole"
                        + " number",
                "--rate=1/s --size=1MiB -c trigger=sns | seen 'sns' for trigger, expected sqs or s3 or eventbridge",
                "--rate=1/s --size=1MiB -c receipts.enabled=yes | seen 'yes' for receipts.enabled, expected true or"
                        + " false",
            })
    void badInputIsNamed(String arguments, String message) {
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(message);
    }

    private int run(String... arguments) {
        return CommandLines.of(new PlanCommand(), "plan")
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
