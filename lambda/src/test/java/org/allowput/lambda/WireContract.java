package org.allowput.lambda;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The text of the wire contract: a chapter for each scenario, each request in full where it is new, and otherwise the
 * chapter that shows it.
 */
final class WireContract {
    private static final String ABOUT = """
        # Every request that the function sends to AWS, by what it does. Written by WireContractTest, which fails when a
        # request differs. What differs from run to run is in angle brackets. "(not signed)" marks the headers that the
        # signature does not cover. A request that an earlier chapter shows is one line, which ends in that chapter's title.
        """;

    private final Map<WireScenario, List<RecordedRequest>> chapters;
    private final Set<Map.Entry<String, String>> common;

    WireContract(Map<WireScenario, List<RecordedRequest>> chapters) {
        this.chapters = chapters;
        this.common = common(chapters.values().stream().flatMap(List::stream).toList());
    }

    String text() {
        List<String> lines = new ArrayList<>(ABOUT.lines().toList());
        lines.addAll(List.of("", "== Headers of every request =="));
        common.forEach(header -> lines.add(header.getKey() + ": " + header.getValue()));
        Map<String, List<RecordedRequest>> shown = new LinkedHashMap<>();
        chapters.forEach((scenario, requests) -> {
            String optIns = new TreeMap<>(scenario.optIns()).toString().replaceAll("[{}]", "");
            lines.addAll(List.of("", "== " + scenario.title() + " =="));
            lines.add("opt-ins: " + (optIns.isEmpty() ? "none" : optIns));
            for (RecordedRequest request : requests) {
                lines.addAll(request(request, shown));
                shown.computeIfAbsent(scenario.title(), title -> new ArrayList<>())
                        .add(request);
            }
        });
        return String.join("\n", lines) + "\n";
    }

    private List<String> request(RecordedRequest request, Map<String, List<RecordedRequest>> shown) {
        for (Map.Entry<String, List<RecordedRequest>> chapter : shown.entrySet()) {
            List<RecordedRequest> sameLine = chapter.getValue().stream()
                    .filter(other -> other.line().equals(request.line()))
                    .toList();
            if (!sameLine.isEmpty() && sameLine.stream().allMatch(request::isLike)) {
                return List.of(request.line() + " as in: " + chapter.getKey());
            }
        }
        List<String> lines = new ArrayList<>(List.of(request.line()));
        lines.addAll(request.details(common));
        return lines;
    }

    private static Set<Map.Entry<String, String>> common(List<RecordedRequest> requests) {
        Set<Map.Entry<String, String>> common = new TreeSet<>(Map.Entry.comparingByKey());
        common.addAll(requests.getFirst().headers().entrySet());
        requests.forEach(request -> common.removeIf(
                header -> !header.getValue().equals(request.headers().get(header.getKey()))));
        return common;
    }
}
