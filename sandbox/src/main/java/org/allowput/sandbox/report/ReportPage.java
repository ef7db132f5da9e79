package org.allowput.sandbox.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.allowput.sandbox.log.LoggedOutcome;
import org.allowput.sandbox.log.LoggedOutcome.Kind;
import org.allowput.sandbox.log.OutcomeCounts;

/**
 * One HTML file that needs nothing else: charts, the numbers in tables, and the access matrix. It loads nothing, and
 * its Content-Security-Policy forbids it to. It holds keys, sizes, times and causes; no content of an object and no
 * secret.
 */
public final class ReportPage {
    private final RunRecord run;
    private final List<LoggedOutcome> outcomes;
    private final Figures figures;

    /**
     * About this run.
     *
     * @param logged all that the function logged; what is not the run's is left out
     */
    public ReportPage(RunRecord run, List<LoggedOutcome> logged) {
        this.run = run;
        this.outcomes = logged.stream().filter(run::has).toList();
        this.figures = new Figures(outcomes);
    }

    /** What the charts show, as a value for JSON. */
    public Map<String, Object> json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("title", run.title());
        all.put("started", run.started().toString());
        totals().forEach((name, value) -> all.put(name.replace(' ', '-'), value));
        all.putAll(figures.json());
        all.put("access", run.access());
        return all;
    }

    /**
     * The page.
     *
     * @param assets the chart library and the font, which the page contains
     * @param now when the page is written
     */
    public String html(PageAssets assets, Instant now) {
        return Mustache.compiler()
                .compile(resource("page.html"))
                .execute(Map.ofEntries(
                        Map.entry("style", resource("page.css")),
                        Map.entry("font", assets.fontInBase64()),
                        Map.entry("title", run.title()),
                        Map.entry("started", time(run.started())),
                        Map.entry("written", time(now)),
                        Map.entry("totals", totals().entrySet()),
                        Map.entry("access", new AccessMatrix(run.access())),
                        Map.entry("figures", figures.all()),
                        Map.entry("data", asJson(figures.json()).replace("<", "\\u003c")),
                        Map.entry("libraries", assets.scriptElements()),
                        Map.entry("script", resource("page.js"))));
    }

    private Map<String, String> totals() {
        OutcomeCounts tally = new OutcomeCounts();
        outcomes.forEach(tally::add);
        Map<String, String> totals = new LinkedHashMap<>();
        totals.put("objects put", Long.toString(run.put()));
        totals.put("copied", Long.toString(tally.count(Kind.COPIED)));
        if (run.identical() != null) {
            totals.put("identical in A", Long.toString(run.identical()));
        }
        totals.put("skipped", Long.toString(tally.count(Kind.SKIPPED)));
        totals.put("failed at last", Long.toString(tally.count(Kind.FAILED)));
        totals.put("volume", ByteSize.text(figures.bytes()));
        totals.put("median lag", figures.lag().median() + " ms");
        return totals;
    }

    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String asJson(Map<String, Object> value) {
        try {
            return JSON.std.asString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(ReportPage.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
