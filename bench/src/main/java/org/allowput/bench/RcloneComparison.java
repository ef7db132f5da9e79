package org.allowput.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.bench.FunctionProgram.RunningFunction;
import org.allowput.emulator.local.PrivateFiles;

/**
 * The restored function beside rclone, in turns. A restored function copies all workloads in each round, with each
 * limit of the processor, and after each workload rclone does the same. The server is never limited, nor is priming,
 * which Lambda does before the snapshot is taken.
 *
 * <p>A ratio is that of the medians of all rounds. CPU time is comparable on a machine that does other things as well;
 * wall-clock time is compared under the same limit only.
 */
final class RcloneComparison {
    private static final Workload FIRST = Workload.parse("1x10KiB");

    private final List<Workload> workloads;
    private final List<Compared> compared;
    private final Runs first = new Runs("the first copy", new ArrayList<>());

    /** @param cores what a program has at most of one core: 1 is no limit */
    RcloneComparison(List<String> workloads, List<Double> cores) {
        this.workloads = workloads.stream().map(Workload::parse).toList();
        this.compared = cores.stream()
                .flatMap(limit -> workloads.stream()
                        .map(workload -> new Compared(
                                limit,
                                workload,
                                new Runs("this project, with " + limit, new ArrayList<>()),
                                new Runs("rclone, with " + limit, new ArrayList<>()))))
                .toList();
    }

    List<Compared> compared() {
        return compared;
    }

    /** Seconds until the response to the first event after a restore, without a limit. */
    double firstCopy() {
        return first.median(Measurement::first);
    }

    /** Uploads what is copied, and measures in so many rounds. */
    void run(S3Server server, int rounds) throws Exception {
        server.upload(FIRST);
        workloads.forEach(server::upload);
        for (int round = 0; round < rounds; round++) {
            if (compared.stream().allMatch(each -> each.cores() >= 1)) {
                runRound(server, UnaryOperator.identity(), cores -> {});
            } else {
                try (CpuGroup group = CpuGroup.make()) {
                    runRound(server, group::inside, group::limit);
                }
            }
        }
    }

    /**
     * @param limited makes a command one of a process that is limited
     * @param limit sets what the processes have at most
     */
    private void runRound(S3Server server, UnaryOperator<List<String>> limited, DoubleConsumer limit) throws Exception {
        Path scratch = Files.createTempDirectory(server.folder(), "function");
        try (RunningFunction restored = new FunctionProgram(true, Map.of()).start(server, scratch, limited)) {
            first.add("1", restored.measure(server, FIRST));
            Rclone rclone = new Rclone(limited);
            for (Compared each : compared) {
                limit.accept(each.cores());
                Workload work = Workload.parse(each.workload());
                each.function().add(each.workload(), restored.measure(server, work));
                each.rclone().add(each.workload(), rclone.measure(server, work));
            }
        } finally {
            PrivateFiles.delete(scratch);
        }
    }

    /**
     * Writes the table between its marks in a page.
     *
     * @throws IllegalStateException if the page has no such marks
     */
    void document(Path page) throws IOException {
        List<Map<String, Object>> rows = compared.stream().map(Compared::row).toList();
        Set<String> columns = rows.getFirst().keySet();
        List<String> lines = new ArrayList<>();
        lines.add(line(columns.stream()));
        lines.add(line(columns.stream().map(each -> "---")));
        rows.forEach(row -> lines.add(line(row.values().stream().map(Object::toString))));
        String begin = "<!-- table: compared -->\n\n";
        String text = Files.readString(page);
        int from = text.indexOf(begin);
        int to = text.indexOf("\n\n<!-- end: compared -->");
        if (from < 0 || to < from) {
            throw new IllegalStateException(page + " has no " + begin.strip() + " with its end");
        }
        Files.writeString(page, text.substring(0, from) + begin + String.join("\n", lines) + text.substring(to));
    }

    private static String line(Stream<String> cells) {
        return "| " + cells.collect(Collectors.joining(" | ")) + " |";
    }
}
