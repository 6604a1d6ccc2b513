import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Draws what {@code java -jar benchmarks/target/benchmarks.jar} has written: benchmark-ratios.svg and, if latencies are
 * in it, benchmark-latency.svg; or benchmark-rates.svg of what CallLatency has written, a panel for each rate. For
 * docs/performance.md; needs nothing but a JDK.
 *
 * <pre>
 *   java docs/pictures/Benchmarks.java tour.json docs/pictures
 *   java docs/pictures/Benchmarks.java rates.json docs/pictures
 * </pre>
 */
final class Benchmarks {

    private static final Pattern FINDING = Pattern.compile("\"what\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"\\s*,"
            + "\\s*\"value\"\\s*:\\s*([-0-9.E]+)\\s*,\\s*\"target\"\\s*:\\s*([-0-9.E]+)\\s*,"
            + "\\s*\"atMost\"\\s*:\\s*(true|false)");
    private static final Pattern CURVE =
            Pattern.compile("\"name\"\\s*:\\s*\"([^\"]*)\"\\s*,\\s*\"micros\"\\s*:\\s*\\{([^}]*)\\}");
    private static final Pattern POINT = Pattern.compile("\"([0-9.]+)\"\\s*:\\s*([-0-9.E]+)");
    private static final Pattern HEAD = Pattern.compile("\"(date|java|processors)\"\\s*:\\s*\"?([^\",\\n]*)");
    private static final String[] COLOURS = {
        "#999999", "#1f77b4", "#2ca02c", "#d62728", "#ff7f0e", "#9467bd", "#8c564b", "#e377c2", "#17becf"
    };
    private static final int PANEL = 430;
    private static final String OPEN = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1140 %d'"
            + " font-family='sans-serif' font-size='13'>%n<rect width='1140' height='%d' fill='#fff'/>%n";

    /** One bar: what was measured, and the target. */
    private record Bar(String what, double value, double target, boolean atMost) {

        /** 1 is the target, less is better. */
        double part() {
            return atMost ? (target == 0 ? 1 + value : value / target) : target / value;
        }
    }

    public static void main(String[] args) throws IOException {
        String json = Files.readString(Path.of(args[0]));
        Path directory = Path.of(args[1]);
        List<Bar> bars = new ArrayList<>();
        for (Matcher m = FINDING.matcher(json); m.find(); ) {
            bars.add(new Bar(
                    m.group(1),
                    Double.parseDouble(m.group(2)),
                    Double.parseDouble(m.group(3)),
                    Boolean.parseBoolean(m.group(4))));
        }
        if (!bars.isEmpty()) {
            Files.writeString(directory.resolve("benchmark-ratios.svg"), ratios(bars, foot(json)));
        }
        Map<String, Map<String, double[]>> panels = new LinkedHashMap<>();
        List<String> percentiles = new ArrayList<>();
        for (Matcher m = CURVE.matcher(json); m.find(); ) {
            percentiles.clear();
            List<Double> micros = new ArrayList<>();
            for (Matcher p = POINT.matcher(m.group(2)); p.find(); ) {
                percentiles.add(p.group(1));
                micros.add(Double.parseDouble(p.group(2)));
            }
            int colon = m.group(1).indexOf(": "); // behind the rate, if there is one
            panels.computeIfAbsent(m.group(1).substring(0, Math.max(0, colon)), rate -> new LinkedHashMap<>())
                    .put(
                            colon < 0 ? m.group(1) : m.group(1).substring(colon + 2),
                            micros.stream().mapToDouble(Double::doubleValue).toArray());
        }
        if (!panels.isEmpty()) {
            String file = panels.containsKey("") ? "benchmark-latency.svg" : "benchmark-rates.svg";
            Files.writeString(directory.resolve(file), latency(percentiles, panels, foot(json)));
        }
    }

    /** Bars that begin at 0, with a line at the target; what is beyond three targets is cut. */
    private static String ratios(List<Bar> bars, String foot) {
        int left = 490;
        int unit = 150;
        int height = 80 + 26 * bars.size();
        StringBuilder svg = new StringBuilder(String.format(OPEN, height, height));
        text(svg, left + unit, 24, "middle", "#456", "target");
        for (int i = 0; i < bars.size(); i++) {
            Bar bar = bars.get(i);
            int y = 34 + 26 * i;
            double part = Math.max(0.01, Math.min(3, bar.part()));
            text(svg, left - 10, y + 14, "end", "#222", bar.what());
            svg.append(String.format(
                    Locale.ROOT,
                    "<rect x='%d' y='%d' width='%.1f' height='18' fill='%s'/>%n",
                    left,
                    y,
                    unit * part,
                    bar.part() <= 1 ? "#5aa469" : "#e0803a"));
            String figures = String.format(
                    Locale.ROOT,
                    "%.2f (%s %.2f)%s",
                    bar.value(),
                    bar.atMost() ? "at most" : "at least",
                    bar.target(),
                    bar.part() > 3 ? " »" : "");
            text(svg, (int) (left + unit * Math.max(part, 1)) + 8, y + 14, "start", "#222", figures);
        }
        svg.append(String.format(
                "<line x1='%d' y1='30' x2='%d' y2='%d' stroke='#456' stroke-dasharray='4 3'/>%n",
                left + unit, left + unit, height - 36));
        text(svg, 20, height - 14, "start", "#567", foot);
        return svg.append("</svg>\n").toString();
    }

    /** The panels one below the other. */
    private static String latency(
            List<String> percentiles, Map<String, Map<String, double[]>> panels, String foot) {
        int height = PANEL * panels.size() + 40;
        StringBuilder svg = new StringBuilder(String.format(OPEN, height, height));
        int top = 0;
        for (Map.Entry<String, Map<String, double[]>> panel : panels.entrySet()) {
            svg.append(String.format("<g transform='translate(0,%d)'>%n", top));
            text(svg, 400, 20, "middle", "#222", panel.getKey());
            curves(svg, percentiles, panel.getValue());
            svg.append("</g>\n");
            top += PANEL;
        }
        text(svg, 20, height - 14, "start", "#567", foot);
        return svg.append("</svg>\n").toString();
    }

    /** Microseconds, logarithmic, by percentile. */
    private static void curves(StringBuilder svg, List<String> percentiles, Map<String, double[]> curves) {
        int left = 90;
        int top = 30;
        int bottom = 400;
        int step = 620 / Math.max(1, percentiles.size() - 1);
        double lowest = 0.01;
        double highest = curves.values().stream()
                .flatMapToDouble(java.util.Arrays::stream)
                .max()
                .orElse(1);
        double decades = Math.ceil(Math.log10(highest)) - Math.log10(lowest);
        for (int d = 0; d <= decades; d++) {
            double y = bottom - d * (bottom - top) / decades;
            double micros = lowest * Math.pow(10, d);
            svg.append(String.format(
                    Locale.ROOT, "<line x1='%d' y1='%.1f' x2='710' y2='%.1f' stroke='#ddd'/>%n", left, y, y));
            String label = micros >= 1000
                    ? String.format(Locale.ROOT, "%.0f ms", micros / 1000)
                    : micros >= 1
                            ? String.format(Locale.ROOT, "%.0f µs", micros)
                            : String.format(Locale.ROOT, "%.0f ns", micros * 1000);
            text(svg, left - 8, (int) y + 4, "end", "#456", label);
        }
        for (int i = 0; i < percentiles.size(); i++) {
            String name = percentiles.get(i).replaceAll("\\.0$", "");
            text(svg, left + i * step, bottom + 20, "middle", "#456", name.equals("100") ? "longest" : "p" + name);
        }
        int number = 0;
        for (Map.Entry<String, double[]> curve : curves.entrySet()) {
            String colour = COLOURS[number % COLOURS.length];
            StringBuilder points = new StringBuilder();
            for (int i = 0; i < curve.getValue().length; i++) {
                double micros = Math.max(lowest, curve.getValue()[i]);
                double y = bottom - (Math.log10(micros) - Math.log10(lowest)) * (bottom - top) / decades;
                points.append(String.format(Locale.ROOT, "%d,%.1f ", left + i * step, y));
            }
            svg.append(String.format(
                    "<polyline points='%s' fill='none' stroke='%s' stroke-width='2'/>%n", points, colour));
            svg.append(String.format(
                    "<rect x='735' y='%d' width='14' height='4' fill='%s'/>%n", top + 22 * number, colour));
            text(svg, 756, top + 22 * number + 6, "start", "#222", curve.getKey());
            number++;
        }
    }

    private static String foot(String json) {
        Map<String, String> head = new LinkedHashMap<>();
        for (Matcher m = HEAD.matcher(json); m.find(); ) {
            head.putIfAbsent(m.group(1), m.group(2).strip());
        }
        return head.getOrDefault("date", "") + ", " + head.getOrDefault("processors", "?") + " processors, "
                + head.getOrDefault("java", "");
    }

    private static void text(StringBuilder svg, int x, int y, String anchor, String colour, String text) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
        svg.append(String.format(
                "<text x='%d' y='%d' text-anchor='%s' fill='%s'>%s</text>%n", x, y, anchor, colour, escaped));
    }
}
