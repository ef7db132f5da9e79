package org.allowput.sandbox.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.ExternalCommand;
import org.allowput.emulator.local.Tool;
import org.allowput.sandbox.NpmPackages;
import org.allowput.sandbox.log.LoggedOutcome;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The page of {@code bin/sandbox report} in a headless Chromium: in light and dark, as wide as a desk and a phone, by
 * keyboard, and by the rules of axe-core. Pictures of it are in {@code target/report-page}.
 */
class ReportPageIT {
    private static final Instant START = Instant.parse("2026-01-31T10:00:00Z");
    private static final Path FOLDER = Path.of("target/report-page").toAbsolutePath();
    private static final List<Map<String, Object>> VIEWS = new ArrayList<>();
    private static String page = "";

    @BeforeAll
    static void prepare() throws IOException {
        Checkout checkout = Checkout.current();
        Path charts = NpmPackages.CHARTS.ensure(checkout, line -> {});
        Path browser = new NpmPackages("sandbox/src/test/browser", "a browser")
                .ensure(checkout, line -> {})
                .resolveSibling("check.mjs");
        Files.createDirectories(FOLDER);
        page = new ReportPage(
                        new RunRecord("Demo of <docs> & more", "demo/", START.toEpochMilli(), 400, 399L, access()),
                        log())
                .html(new PageAssets(charts), START.plusSeconds(60));
        Path file = Files.writeString(FOLDER.resolve("report.html"), page);
        List<String> said = new ArrayList<>();
        int status = new ExternalCommand(
                        FOLDER,
                        Tool.NODE.find(checkout).toString(),
                        browser.toString(),
                        file.toString(),
                        FOLDER.toString())
                .run(said::add);
        assertThat(status).as(() -> String.join("\n", said)).isZero();
        for (Object view : JSON.std.listFrom(said.getLast())) {
            VIEWS.add(JSON.std.mapFrom(JSON.std.asString(view)));
        }
        assertThat(VIEWS).extracting(view -> view.get("name")).containsExactly("light", "dark", "phone");
    }

    @Test
    void itRunsWithoutAnErrorAndLoadsNothing() {
        assertThat(VIEWS).allSatisfy(view -> {
            assertThat(view.get("errors")).isEqualTo(List.of());
            assertThat(view.get("requests")).isEqualTo(List.of());
        });
        assertThat(page).doesNotContain("src=\"http", "href=\"http", "@import");
    }

    @Test
    void everyChartIsDrawnAndHasItsNumbersInATable() {
        assertThat(VIEWS).allSatisfy(view -> {
            for (String what : List.of("shapes", "rows")) {
                assertThat((Map<?, ?>) view.get(what))
                        .hasSize(5)
                        .allSatisfy((chart, count) -> assertThat(((Number) count).intValue())
                                .as(what + " of " + chart)
                                .isPositive());
            }
        });
    }

    /** A browser that finds no font draws no text, and reports no error. */
    @Test
    void textIsDrawnInTheFontThatThePageContains() {
        assertThat(VIEWS).allSatisfy(view -> {
            assertThat(view.get("fonts")).isEqualTo(List.of("Inter Variable loaded"));
            assertThat((Map<?, ?>) view.get("drawnText"))
                    .hasSize(6)
                    .allSatisfy((where, drawn) ->
                            assertThat(drawn).as("text in " + where).isEqualTo(true));
        });
    }

    @Test
    void axeFindsNoViolation() {
        assertThat(VIEWS).allSatisfy(view -> {
            assertThat(view.get("violations")).isEqualTo(List.of());
            assertThat((Integer) view.get("checked")).isGreaterThan(15);
        });
    }

    @Test
    void aKeyboardReachesLinksTablesAndNumbers() {
        assertThat(VIEWS).allSatisfy(view -> {
            assertThat(view.get("focused"))
                    .asInstanceOf(InstanceOfAssertFactories.LIST)
                    .contains("A", "DIV", "SUMMARY");
            assertThat(view.get("opened")).isEqualTo(1);
        });
    }

    @Test
    void itFitsAPhoneAndFollowsTheReadersColours() {
        assertThat(VIEWS).allSatisfy(view -> assertThat(view.get("wider")).isEqualTo(0));
        assertThat(VIEWS.get(1).get("ground")).isNotEqualTo(VIEWS.get(0).get("ground"));
    }

    @Test
    void whatAKeyOrATitleContainsStaysText() {
        assertThat(page)
                .contains("<h1>Demo of &lt;docs&gt; &amp; more</h1>")
                .doesNotContain("</script><b>")
                .contains("400", "399", "failed: AccessDenied", "not as expected");
    }

    private static List<LoggedOutcome> log() {
        Random random = new Random(1);
        List<LoggedOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            String key = "demo/" + (i == 7 ? "</script><b>" : "object-" + i);
            String line = "%s 2026/01/31/[1]abc {\"outcome\":\"%s\",\"sourceKey\":\"%s\",\"deliveryId\":\"%d\",%s}"
                    .formatted(
                            START.plusMillis(i * 25L),
                            i % 50 == 9 ? "failed" : "copied",
                            key,
                            i,
                            i % 50 == 9
                                    ? "\"cause\":\"AccessDenied\""
                                    : "\"bytes\":" + (1L << random.nextInt(24)) + ",\"lagMillis\":"
                                            + (20 + random.nextInt(400)));
            LoggedOutcome.in(line).ifPresent(outcomes::add);
        }
        Optional.of("another-run/x")
                .flatMap(key -> LoggedOutcome.in(START.plusMillis(1) + " s {\"outcome\":\"copied\",\"sourceKey\":\""
                        + key + "\",\"bytes\":1,\"lagMillis\":1,\"deliveryId\":\"z\"}"))
                .ifPresent(outcomes::addFirst);
        return outcomes;
    }

    private static List<Access> access() {
        return List.of(
                new Access("B, right ExternalId", "AssumeRole", "allowed", "allowed", Access.Verdict.AS_EXPECTED),
                new Access("B, wrong ExternalId", "AssumeRole", "denied", "denied", Access.Verdict.AS_EXPECTED),
                new Access("with the role", "GetObject", "denied", "allowed", Access.Verdict.WRONG),
                new Access(
                        "with the role",
                        "PutObject with a tag",
                        "denied",
                        "not tried: this emulator does not ask for s3:PutObjectTagging",
                        Access.Verdict.NOT_TRIED),
                new Access(
                        "B's administrator, without the role",
                        "PutObject",
                        "denied",
                        "denied",
                        Access.Verdict.AS_EXPECTED));
    }
}
