package io.partywall.inspector.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.inspector.Report;
import io.partywall.inspector.finding.Severity;
import java.io.StringReader;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class HtmlReportTest {

    @Test
    void namesAreTextAndNeverMarkup() throws Exception {
        Set<String> tags = new HashSet<>();
        collect(parsed(html(Samples.hostile())), tags);

        assertThat(tags).doesNotContain("b", "script").contains("article", "pre", "nav");
        assertThat(html(Samples.hostile())).contains("public.&quot;a&lt;b&gt;&amp;&#39;\\u001b[31m");
    }

    @Test
    void loadsNothingAndRunsNothing() {
        assertThat(html(Samples.hostile()))
                .contains("default-src &#39;none&#39;".replace("&#39;", "'"))
                .doesNotContainPattern("(?i)<script|<link|<img|<iframe|url\\(|@import|https?:|\\son\\w+=");
    }

    @Test
    void everyEntryOfTheContentsLeadsSomewhere() {
        String html = html(Samples.hostile());

        assertThat(Pattern.compile("href=\"#([^\"]+)\"").matcher(html).results().map(m -> m.group(1)))
                .contains("critical-A1", "high-D8", "medium-D8", "assumptions", "accepted", "stale", "notes", "clean")
                .doesNotHaveDuplicates()
                .allSatisfy(id -> assertThat(html).containsOnlyOnce(" id=\"" + id + "\""));
    }

    @Test
    void nothingIsLeftOut() {
        assertThat(Pattern.compile("<article>").matcher(html(Samples.hostile())).results())
                .hasSize(52);
        assertThat(html(Samples.hostile()))
                .contains("index public.slugs_47_key", "host names are the world&#39;s &lt;b&gt;", "public.t299")
                .contains("analyze " + Samples.LONG + ";", "E1", "public.gone");
    }

    @Test
    void whatIsNotThereHasNoHeading() {
        assertThat(html(Samples.clean()))
                .contains("Held", "no findings", "Checks without a finding")
                .doesNotContain("Accepted", "No longer there", "Notes");
    }

    private static void collect(Element element, Set<String> tags) {
        tags.add(element.getTagName());
        for (int i = 0; i < element.getChildNodes().getLength(); i++) {
            if (element.getChildNodes().item(i) instanceof Element child) {
                collect(child, tags);
            }
        }
    }

    /** The body is well-formed XML as well, so that a parser can tell text from markup. */
    private static Element parsed(String html) throws Exception {
        String body = html.substring(html.indexOf("<body>"), html.indexOf("</html>"));
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(body)))
                .getDocumentElement();
    }

    private static String html(Report report) {
        StringBuilder text = new StringBuilder();
        Reports.write(report, Format.HTML, Severity.HIGH, false, text);
        return text.toString();
    }
}
