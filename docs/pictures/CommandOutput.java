import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Runs the command on a spool and draws what it prints, for docs/cli.md. The picture there shows a running shop whose
 * broker has just been killed. First, in one terminal, with nothing left in {@code /tmp/shop}:
 *
 * <pre>
 * mvn -B -DskipTests package -pl cli -am
 * samples/quickstart/run --outage 30s --directory /tmp/shop
 * </pre>
 *
 * Then, when that has said "broker KILLED", in another:
 *
 * <pre>
 * java docs/pictures/CommandOutput.java cli/target/logspool.jar /tmp/shop/spool > docs/pictures/command-output.svg
 * </pre>
 */
final class CommandOutput {

    private static final int COLUMNS = 124;
    private static final int MOST_LINES = 9;
    private static final double CHARACTER = 7.25;
    private static final int LINE = 17;
    private static final int MARGIN = 16;

    private static final String TEXT = "#d8dee4";
    private static final String COMMAND = "#8ddb8c";
    private static final String NOTE = "#8b949e";

    private static final StringBuilder SVG = new StringBuilder();
    private static int y = MARGIN + LINE;

    public static void main(String[] args) throws IOException, InterruptedException {
        String jar = args[0];
        String spool = args[1];
        show(jar, "stat", spool);
        show(jar, "cat", "--level", "WARN", spool);
        show(jar, "verify", spool);
        int width = (int) (COLUMNS * CHARACTER) + 2 * MARGIN;
        int height = y - LINE;
        System.out.printf(
                Locale.ROOT,
                """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" font-family="monospace" font-size="12">
                <rect width="%1$d" height="%2$d" rx="8" fill="#161b22"/>
                %3$s</svg>
                """,
                width,
                height,
                SVG);
    }

    private static void show(String jar, String... arguments) throws IOException, InterruptedException {
        line(COMMAND, "$ logspool " + String.join(" ", arguments));
        List<String> command = new ArrayList<>(List.of("java", "-jar", jar));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> lines;
        try (InputStream out = process.getInputStream()) {
            lines = new String(out.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .flatMap(CommandOutput::wrapped)
                    .toList();
        }
        lines.stream().limit(MOST_LINES).forEach(text -> line(TEXT, text));
        if (lines.size() > MOST_LINES) {
            line(NOTE, String.format(Locale.ROOT, "(%,d more lines)", lines.size() - MOST_LINES));
        }
        line(NOTE, "(exit code " + process.waitFor() + ")");
        y += LINE / 2;
    }

    /** As a terminal of that width shows it. */
    private static Stream<String> wrapped(String text) {
        String line = text.replace("\t", "    ");
        List<String> parts = new ArrayList<>();
        for (int from = 0; from == 0 || from < line.length(); from += COLUMNS) {
            parts.add(line.substring(from, Math.min(line.length(), from + COLUMNS)));
        }
        return parts.stream();
    }

    private static void line(String colour, String text) {
        SVG.append(String.format(
                Locale.ROOT,
                "<text x='%d' y='%d' fill='%s' xml:space='preserve' textLength='%.0f'>%s</text>%n",
                MARGIN,
                y,
                colour,
                text.length() * CHARACTER,
                text.replace("&", "&amp;").replace("<", "&lt;")));
        y += LINE;
    }
}
