package org.allowput.bench;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.allowput.bench.copy.Workload;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** Draws what {@link GrowthCommand} measured. */
final class Plots {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 420;
    private static final List<Color> COLOURS = List.of(new Color(0x1F77B4), new Color(0xD95F02));

    private Plots() {}

    /**
     * One plot.
     *
     * @param series the points in it; also the file's name
     * @param base of the powers that are marked on the x axis
     * @param lines their names, and what they show of a point
     */
    private record Plot(
            String series,
            String title,
            String xLabel,
            double base,
            ToDoubleFunction<GrowthPoint> x,
            ValueAxis y,
            Map<String, ToDoubleFunction<GrowthPoint>> lines) {}

    static List<Path> draw(List<GrowthPoint> points, Path folder) throws IOException {
        Files.createDirectories(folder);
        Map<String, ToDoubleFunction<GrowthPoint>> times = new LinkedHashMap<>();
        times.put("wall", GrowthPoint::wallMillis);
        times.put("processor", GrowthPoint::cpuMillis);
        String byNumber = "Time per object of 1 KiB, by their number";
        String bySize = "Throughput, by the objects' size";
        String byBatch = "Time per object of 10 KiB, by the size of batches, if S3 answers after 30 ms";
        Map<String, ToDoubleFunction<GrowthPoint>> throughput = Map.of("copied", GrowthPoint::mibPerSecond);
        List<Plot> plots = List.of(
                new Plot(
                        "objects",
                        byNumber,
                        "objects",
                        10,
                        point -> point.work().objects(),
                        time(),
                        times),
                new Plot(
                        "size",
                        bySize,
                        "size of each object, KiB",
                        10,
                        Plots::kib,
                        logarithmic("MiB/s", 10),
                        throughput),
                new Plot("batch", byBatch, "messages in a batch", 10, GrowthPoint::batch, time(), times));
        List<Path> files = new ArrayList<>();
        for (Plot plot : plots) {
            Path file = folder.resolve(plot.series().replace(' ', '-') + ".png");
            ChartUtils.saveChartAsPNG(file.toFile(), chart(plot, points), WIDTH, HEIGHT);
            files.add(file);
        }
        return files;
    }

    private static double kib(GrowthPoint point) {
        return point.work().size() / (double) Workload.KIB;
    }

    private static JFreeChart chart(Plot plot, List<GrowthPoint> points) {
        XYSeriesCollection data = new XYSeriesCollection();
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, true);
        plot.lines().forEach((name, value) -> {
            XYSeries series = new XYSeries(name);
            points.stream()
                    .filter(point -> point.series().equals(plot.series()))
                    .forEach(point -> series.add(plot.x().applyAsDouble(point), value.applyAsDouble(point)));
            renderer.setSeriesPaint(data.getSeriesCount(), COLOURS.get(data.getSeriesCount()));
            renderer.setSeriesStroke(data.getSeriesCount(), new BasicStroke(2.5f));
            data.addSeries(series);
        });
        XYPlot drawn = new XYPlot(data, logarithmic(plot.xLabel(), plot.base()), plot.y(), renderer);
        drawn.setBackgroundPaint(Color.WHITE);
        drawn.setDomainGridlinePaint(Color.LIGHT_GRAY);
        drawn.setRangeGridlinePaint(Color.LIGHT_GRAY);
        Font font = new Font(Font.SANS_SERIF, Font.BOLD, 16);
        JFreeChart chart =
                new JFreeChart(plot.title(), font, drawn, plot.lines().size() > 1);
        chart.setBackgroundPaint(Color.WHITE);
        return chart;
    }

    /** From zero on. */
    private static ValueAxis time() {
        return new NumberAxis("ms per object");
    }

    /** With a tick at each power of the base. */
    private static LogAxis logarithmic(String label, double base) {
        LogAxis axis = new LogAxis(label);
        axis.setBase(base);
        axis.setTickUnit(new NumberTickUnit(1));
        axis.setNumberFormatOverride(NumberFormat.getNumberInstance(Locale.ROOT));
        return axis;
    }
}
