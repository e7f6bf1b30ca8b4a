package io.partywall.inspector.report;

import io.partywall.inspector.Report;
import io.partywall.inspector.finding.Severity;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes reports. The same report is written the same way each time. */
public final class Reports {

    private Reports() {}

    /**
     * Writes the report, with a line end at its end.
     *
     * @param failOn how bad a finding must be to break what should hold
     * @param colours whether the text may use a terminal's colours; the other formats never do
     * @throws UncheckedIOException what {@code out} throws
     */
    public static void write(Report report, Format format, Severity failOn, boolean colours, Appendable out) {
        String text =
                switch (format) {
                    case TEXT -> new TextReport(report, failOn, colours).write();
                    case JSON -> JsonReport.write(report, failOn);
                    case SARIF -> SarifReport.write(report);
                    case HTML -> new HtmlReport(report, failOn).write();
                    case JUNIT -> JunitReport.write(report, failOn);
                };
        try {
            out.append(text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The result in one line, such as {@code broken: 2 critical and 1 high in 10 findings}. */
    public static String summary(Report report, Severity failOn) {
        return new Verdict(report, failOn).sentence();
    }
}
