package io.partywall.cli;

import java.math.BigDecimal;
import java.util.List;

/** Small charts of text: a line of figures, and a bar. */
final class Chart {

    private static final String HEIGHTS = "▁▂▃▄▅▆▇█";
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

    private Chart() {}

    /** One sign a figure, from zero (or the lowest, where that is below) to the highest. */
    static String line(List<BigDecimal> figures) {
        double lowest = Math.min(
                0, figures.stream().mapToDouble(BigDecimal::doubleValue).min().orElse(0));
        double highest =
                figures.stream().mapToDouble(BigDecimal::doubleValue).max().orElse(0);
        double range = highest - lowest;
        StringBuilder line = new StringBuilder();
        for (BigDecimal figure : figures) {
            double share = range <= 0 ? 0 : (figure.doubleValue() - lowest) / range;
            line.append(HEIGHTS.charAt((int) Math.round(share * (HEIGHTS.length() - 1))));
        }
        return line.toString();
    }

    /** A bar as long as the figure's share of the highest, to an eighth of a sign; empty for a figure that is not above zero. */
    static String bar(BigDecimal figure, BigDecimal highest, int width) {
        if (figure.signum() <= 0 || highest.signum() <= 0) {
            return "";
        }
        double share = Math.min(1, figure.doubleValue() / highest.doubleValue());
        int eighths = (int) Math.round(share * width * 8);
        String rest = eighths % 8 == 0 ? "" : String.valueOf(EIGHTHS.charAt(eighths % 8));
        return "█".repeat(eighths / 8) + rest;
    }
}
