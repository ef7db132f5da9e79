package org.allowput.bench;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
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

    /** A line: its name, and what it shows of a point. */
    private record Line(String name, ToDoubleFunction<GrowthPoint> value) {}

    static List<Path> draw(List<GrowthPoint> points, Path folder) throws IOException {
        Files.createDirectories(folder);
        List<Line> times =
                List.of(new Line("wall", GrowthPoint::wallMillis), new Line("processor", GrowthPoint::cpuMillis));
        return List.of(
                draw(
                        series(points, "objects").toList(),
                        new Title("Time per object of 1 KiB, by their number", "objects", "ms per object", 10),
                        point -> point.work().objects(),
                        times,
                        true,
                        folder.resolve("objects.png")),
                draw(
                        series(points, "size").toList(),
                        new Title("Throughput, by the objects' size", "size of each object, KiB", "MiB/s", 10),
                        point -> point.work().size() / (double) Workload.KIB,
                        List.of(new Line("copied", GrowthPoint::mibPerSecond)),
                        false,
                        folder.resolve("size.png")),
                draw(
                        series(points, "at once").toList(),
                        new Title(
                                "Time per object of 10 KiB, by how many are on the way", "at once", "ms per object", 2),
                        point -> point.atOnce(),
                        times,
                        true,
                        folder.resolve("at-once.png")));
    }

    /**
     * What stands around a plot.
     *
     * @param base of the powers that are marked on the x axis
     */
    private record Title(String text, String x, String y, double base) {}

    private static Path draw(
            List<GrowthPoint> points,
            Title title,
            ToDoubleFunction<GrowthPoint> x,
            List<Line> lines,
            boolean fromZero,
            Path file)
            throws IOException {
        XYSeriesCollection data = new XYSeriesCollection();
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, true);
        for (Line line : lines) {
            XYSeries series = new XYSeries(line.name());
            points.forEach(
                    point -> series.add(x.applyAsDouble(point), line.value().applyAsDouble(point)));
            renderer.setSeriesPaint(data.getSeriesCount(), COLOURS.get(data.getSeriesCount()));
            renderer.setSeriesStroke(data.getSeriesCount(), new BasicStroke(2.5f));
            data.addSeries(series);
        }
        LogAxis across = logarithmic(title.x(), title.base());
        ValueAxis up = fromZero ? new NumberAxis(title.y()) : logarithmic(title.y(), 10);
        XYPlot plot = new XYPlot(data, across, up, renderer);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setDomainGridlinePaint(Color.LIGHT_GRAY);
        plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
        JFreeChart chart =
                new JFreeChart(title.text(), new Font(Font.SANS_SERIF, Font.BOLD, 16), plot, lines.size() > 1);
        chart.setBackgroundPaint(Color.WHITE);
        File target = file.toFile();
        ChartUtils.saveChartAsPNG(target, chart, WIDTH, HEIGHT);
        return file;
    }

    /** With a tick at each power of the base. */
    private static LogAxis logarithmic(String label, double base) {
        LogAxis axis = new LogAxis(label);
        axis.setBase(base);
        axis.setTickUnit(new NumberTickUnit(1));
        axis.setNumberFormatOverride(NumberFormat.getNumberInstance(Locale.ROOT));
        return axis;
    }

    private static Stream<GrowthPoint> series(List<GrowthPoint> points, String series) {
        return points.stream().filter(point -> point.series().equals(series));
    }
}
