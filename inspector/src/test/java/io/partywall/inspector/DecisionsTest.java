package io.partywall.inspector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partywall.inspector.Decisions.Accepted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecisionsTest {

    @TempDir
    private Path directory;

    @Test
    void readsWhatWasDecided() throws IOException {
        Decisions decisions = Decisions.read(file("""
            {
              "globals": {"public.countries": "the same for everybody", "Shop.plans": "price list"},
              "accepted": [{"check": "D8", "object": "index public.\\"Slugs\\"", "reason": "slugs are global"}]
            }
            """));

        assertThat(decisions.globals())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "public.countries", "the same for everybody",
                        "Shop.plans", "price list"));
        assertThat(decisions.accepted())
                .containsExactly(new Accepted("D8", "index public.\"Slugs\"", "slugs are global"));
    }

    @Test
    void nothingNeedBeDecided() throws IOException {
        assertThat(Decisions.read(file("{}"))).isEqualTo(Decisions.none());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        []                                                       | the document is no object. Write {
        {"global": {}}                                           | global is not known here. Known are accepted, globals.
        {"globals": []}                                          | globals is no object.
        {"globals": null}                                        | globals is no object.
        {"globals": {"countries": "r"}}                          | globals["countries"] names no schema. Write schema.table.
        {"globals": {"a.b": ""}}                                 | globals["a.b"] is blank. Say why
        {"globals": {"a.b": true}}                               | globals["a.b"] is no text. Say why
        {"globals": {"a.b": "r", "a.b": "s"}}                    | line 1, column 31: this is no JSON: Duplicate
        {"accepted": {}}                                         | accepted is no array.
        {"accepted": ["D8"]}                                     | accepted[0] is no object.
        {"accepted": [{"check": "D8", "object": "o"}]}           | accepted[0].reason is missing. Say why
        {"accepted": [{"check": "D8", "object": "o", "reason": " "}]} | accepted[0].reason is blank. Say why
        {"accepted": [{"object": "o", "reason": "r"}]}           | accepted[0].check is missing. Name the check
        {"accepted": [{"check": "D8", "object": 1, "reason": "r"}]}  | accepted[0].object is no text. Copy the object
        {"accepted": [{"check": "D8", "object": "o", "reason": "r", "until": "2030"}]} | accepted[0].until is not known here.
        {"accepted": [                                           | line 2, column 1: this is no JSON:
        {} {}                                                    | this is no JSON:
        """)
    void refusesWhatIsNotAsDescribedAndNamesThePlace(String json, String said) throws IOException {
        Path file = file(json + "\n");

        assertThatThrownBy(() -> Decisions.read(file))
                .isInstanceOf(InspectionException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(said)
                .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
    }

    @Test
    void refusesToAcceptAFindingTwice() throws IOException {
        String one = "{\"check\": \"D8\", \"object\": \"o\", \"reason\": \"r\"}";
        Path file = file("{\"accepted\": [" + one + ", " + one + "]}");

        assertThatThrownBy(() -> Decisions.read(file)).hasMessageContaining("accepted[1] accepts D8 o a second time");
    }

    @Test
    void refusesAFileThatIsNotThereADirectoryAndWhatIsNoText() throws IOException {
        assertThatThrownBy(() -> Decisions.read(directory.resolve("none.json")))
                .isInstanceOf(InspectionException.class)
                .hasMessageStartingWith("There is no file ");
        assertThatThrownBy(() -> Decisions.read(directory))
                .isInstanceOf(InspectionException.class)
                .hasMessageContaining("cannot be read");
        Path latin = Files.write(directory.resolve("latin"), "{\"ä\": 1}".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Decisions.read(latin))
                .isInstanceOf(InspectionException.class)
                .hasMessageContaining("UTF-8");
    }

    private Path file(String json) throws IOException {
        return Files.writeString(directory.resolve("decisions.json"), json);
    }
}
