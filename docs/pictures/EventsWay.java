import java.util.Locale;

/**
 * Draws the way of an event, for docs/architecture.md.
 *
 * <pre>java docs/pictures/EventsWay.java > docs/pictures/events-way.svg</pre>
 */
final class EventsWay {

    private static final int BOX_WIDTH = 142;
    private static final int BOX_HEIGHT = 54;
    private static final int STEP = 166;
    private static final int LEFT = 150;

    private static final StringBuilder SVG = new StringBuilder();

    public static void main(String[] args) {
        SVG.append("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 470" font-family="sans-serif" font-size="13">
                <defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7"
                  orient="auto-start-reverse"><path d="M0 0 10 5 0 10z" fill="#456"/></marker></defs>
                <rect width="1000" height="470" fill="#fff"/>
                """);
        lane(20, 100, "#eef5ff", "application's", "thread");
        lane(140, 100, "#f6f6f0", "disk: one slot,", "private to its owner");
        lane(260, 80, "#eefaf0", "spool", "thread");
        lane(360, 90, "#fff4ea", "shipper", "thread");

        box(0, 43, "framework event", "Logback, Log4j 2, JUL");
        box(1, 43, "EventWriter", "pooled buffer");
        box(2, 43, "Spool.append", "one short copy");
        right(0, 70);
        right(1, 70);

        box(1, 163, "checkpoint", "two copies");
        box(2, 163, "segment", "mapped, zeroed ahead");
        box(3, 163, "next segment", "ready to swap in");
        line(center(2), 97, center(2), 161);
        note(center(2) + 8, 133, "durable when the call returns");

        box(3, 273, "Spool.doWork", "prepares, closes, deletes");
        line(center(3), 273, center(3), 219);
        line(center(3) - 40, 273, center(2) + 30, 219);

        box(0, 378, "SpoolCursor", "reads the files");
        box(1, 378, "LogEvent", "decoded");
        box(2, 378, "EventEncoder", "JSON");
        box(3, 378, "KafkaSink", "batched, compressed");
        box(4, 378, "brokers", "acks=all");
        right(0, 405);
        right(1, 405);
        right(2, 405);
        right(3, 405);
        line(center(2) - 50, 217, center(0) + 30, 376);
        SVG.append(String.format(
                Locale.ROOT,
                "<path d='M%d 432 V448 H118 V190 H%d' fill='none' stroke='#456' stroke-width='1.5'"
                        + " stroke-dasharray='5 4' marker-end='url(#arrow)'/>%n",
                center(4),
                LEFT + STEP - 2));
        note(center(3) - 50, 462, "acknowledged: the contiguous prefix moves the checkpoint");
        System.out.print(SVG.append("</svg>\n"));
    }

    private static int center(int column) {
        return LEFT + column * STEP + BOX_WIDTH / 2;
    }

    private static void lane(int y, int height, String colour, String first, String second) {
        SVG.append(String.format("<rect x='8' y='%d' width='984' height='%d' rx='8' fill='%s'/>%n", y, height, colour));
        SVG.append(String.format("<text x='20' y='%d' fill='#567' font-size='12'>%s</text>%n", y + 20, first));
        SVG.append(String.format("<text x='20' y='%d' fill='#567' font-size='12'>%s</text>%n", y + 36, second));
    }

    private static void box(int column, int y, String title, String subtitle) {
        int x = LEFT + column * STEP;
        SVG.append(String.format(
                "<rect x='%d' y='%d' width='%d' height='%d' rx='6' fill='#fff' stroke='#456'/>%n",
                x, y, BOX_WIDTH, BOX_HEIGHT));
        SVG.append(String.format(
                "<text x='%d' y='%d' text-anchor='middle' font-weight='bold'>%s</text>%n",
                center(column), y + 23, title));
        SVG.append(String.format(
                "<text x='%d' y='%d' text-anchor='middle' fill='#567' font-size='11'>%s</text>%n",
                center(column), y + 41, subtitle));
    }

    private static void right(int column, int y) {
        line(LEFT + column * STEP + BOX_WIDTH, y, LEFT + (column + 1) * STEP - 2, y);
    }

    private static void line(int x1, int y1, int x2, int y2) {
        SVG.append(String.format(
                "<line x1='%d' y1='%d' x2='%d' y2='%d' stroke='#456' stroke-width='1.5' marker-end='url(#arrow)'/>%n",
                x1, y1, x2, y2));
    }

    private static void note(int x, int y, String text) {
        SVG.append(String.format("<text x='%d' y='%d' fill='#567' font-size='11'>%s</text>%n", x, y, text));
    }
}
