package org.allowput.sandbox.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The files from npm that the report page contains: the chart library and the font. The font is embedded because a
 * browser need not have any, and so that the page looks the same everywhere.
 *
 * @param modules the folder {@code node_modules} that holds the packages of {@code sandbox/report/package.json}
 */
public record PageAssets(Path modules) {
    /** In the order in which they must run: Plot uses D3. */
    private static final List<String> SCRIPTS = List.of("d3/dist/d3.min.js", "@observablehq/plot/dist/plot.umd.min.js");

    /** All weights, Latin letters. The browser takes other letters from the fonts of the system. */
    private static final String FONT = "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2";

    String scriptElements() {
        return SCRIPTS.stream()
                .map(script -> new String(read(script), UTF_8))
                .map(source -> "<script>" + source.replace("</script", "<\\/script") + "</script>\n")
                .collect(Collectors.joining());
    }

    /** The font's WOFF2 file in Base64. */
    String fontInBase64() {
        return Base64.getEncoder().encodeToString(read(FONT));
    }

    private byte[] read(String file) {
        try {
            return Files.readAllBytes(modules.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
