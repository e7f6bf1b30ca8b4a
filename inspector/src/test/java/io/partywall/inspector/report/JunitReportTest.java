package io.partywall.inspector.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.inspector.Report;
import io.partywall.inspector.finding.Severity;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class JunitReportTest {

    @Test
    void everySuiteIsValidAgainstSurefiresSchema() throws Exception {
        Schema schema = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(
                        Objects.requireNonNull(JunitReportTest.class.getResource("/schema/surefire-test-report.xsd")));

        for (Element suite : elements(document(Samples.hostile(), Severity.HIGH), "testsuite")) {
            schema.newValidator().validate(new DOMSource(suite));
        }
    }

    @Test
    void aSuiteAGroupACaseACheckTheOnesThatPassedToo() throws Exception {
        Element root = document(Samples.hostile(), Severity.HIGH);

        assertThat(root.getTagName()).isEqualTo("testsuites");
        assertThat(names(root, "testsuite"))
                .containsExactly(
                        "isolation.roles",
                        "isolation.relations",
                        "isolation.keys",
                        "isolation.grants",
                        "isolation.performance");
        assertThat(names(root, "testcase")).hasSize(5).contains("E1 the application may TRUNCATE");
        assertThat(root.getAttribute("tests")).isEqualTo("5");
        assertThat(root.getAttribute("failures")).isEqualTo("3");
        assertThat(elements(root, "failure")).hasSize(3);
        assertThat(elements(root, "skipped")).isEmpty();
    }

    @Test
    void aFailureTellsEveryObjectAndMilderFindingsAreOnlyPrinted() throws Exception {
        Element unique =
                elements(document(Samples.hostile(), Severity.HIGH), "testcase").get(2);
        Element failure = elements(unique, "failure").getFirst();

        assertThat(failure.getAttribute("type")).isEqualTo("high");
        assertThat(failure.getAttribute("message")).isEqualTo("index public.slugs_1_key and 46 more");
        assertThat(failure.getTextContent())
                .contains("high index public.slugs_47_key: seen at", "  Is it meant?", "  drop index")
                .doesNotContain("medium");
        assertThat(elements(unique, "system-out").getFirst().getTextContent())
                .startsWith("medium constraint c on " + Samples.LONG);
    }

    @Test
    void whatFailsIsWhatWasAskedFor() throws Exception {
        assertThat(elements(document(Samples.one(Severity.HIGH), Severity.CRITICAL), "failure"))
                .isEmpty();
        assertThat(elements(document(Samples.one(Severity.HIGH), Severity.LOW), "failure"))
                .hasSize(1);
    }

    private static List<String> names(Element root, String tag) {
        return elements(root, tag).stream().map(e -> e.getAttribute("name")).toList();
    }

    private static List<Element> elements(Element root, String tag) {
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < root.getElementsByTagName(tag).getLength(); i++) {
            elements.add((Element) root.getElementsByTagName(tag).item(i));
        }
        return elements;
    }

    private static Element document(Report report, Severity failOn) throws Exception {
        StringBuilder text = new StringBuilder();
        Reports.write(report, Format.JUNIT, failOn, false, text);
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(text.toString())))
                .getDocumentElement();
    }
}
