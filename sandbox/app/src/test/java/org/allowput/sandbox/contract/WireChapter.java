package org.allowput.sandbox.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A chapter of the wire contract, which a test of the function writes and compares.
 *
 * @param optIns the function's environment variables for its opt-ins
 */
record WireChapter(String title, Map<String, String> optIns, List<SentRequest> requests) {
    private static final Path CONTRACT = Path.of("..", "..", "lambda", "src", "test", "resources", "wire-contract.txt");
    private static final String AS_IN = " as in: ";
    private static final String OPT_INS = "opt-ins: ";

    /** All of them, in their order. */
    static List<WireChapter> read() throws IOException {
        Map<String, WireChapter> chapters = new LinkedHashMap<>();
        for (String chapter : Files.readString(CONTRACT).split("\n== ", -1)) {
            List<String> lines = chapter.lines().toList();
            if (lines.size() > 1 && lines.get(1).startsWith(OPT_INS)) {
                WireChapter read = of(lines, chapters);
                chapters.put(read.title(), read);
            }
        }
        return List.copyOf(chapters.values());
    }

    private static WireChapter of(List<String> lines, Map<String, WireChapter> earlier) {
        String title = lines.getFirst().replace(" ==", "");
        List<SentRequest> requests = new ArrayList<>();
        WireChapter chapter = new WireChapter(title, variables(lines.get(1).substring(OPT_INS.length())), requests);
        List<String> rest = lines.subList(2, lines.size()).stream()
                .filter(line -> !line.isBlank())
                .toList();
        for (int at = 0; at < rest.size(); ) {
            String line = rest.get(at++);
            if (line.contains(AS_IN)) {
                String[] reference = line.split(AS_IN, 2);
                requests.add(earlier.getOrDefault(reference[1], chapter).request(reference[0]));
            } else {
                List<String> details = new ArrayList<>();
                while (at < rest.size() && rest.get(at).startsWith("    ")) {
                    details.add(rest.get(at++).strip());
                }
                requests.add(SentRequest.of(line, details));
            }
        }
        return chapter;
    }

    /** Variables as the contract and the list of grants write them. */
    static Map<String, String> variables(String text) {
        Map<String, String> variables = new LinkedHashMap<>();
        if (!text.equals("none")) {
            Arrays.stream(text.split(", ", -1))
                    .map(variable -> variable.split("=", 2))
                    .forEach(variable -> variables.put(variable[0], variable[1]));
        }
        return variables;
    }

    private SentRequest request(String line) {
        return requests.stream()
                .filter(request -> request.line().equals(line))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected in chapter " + title + ": " + line));
    }

    @Override
    public String toString() {
        return title;
    }
}
