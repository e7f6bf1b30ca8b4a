package io.partywall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.cli.Command.Result;
import io.partywall.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database of docs/how-to/ten-mistakes.sql: each mistake is named, and what a machine can close is closed. */
class TenMistakesTest {

    private static final Path SQL = Path.of("../docs/how-to/ten-mistakes.sql");

    /** What the inspector calls the ten, in the order of the file. */
    private static final List<String> MISTAKES = List.of(
            "D8 index shop.customers_email",
            "B1 shop.invoices",
            "C13 policy notes_of_tenant on shop.notes",
            "C7 policy orders_of_tenant on shop.orders",
            "D1 column shop.orders.tenant_id",
            "D6 constraint order_lines_order_id_fkey on shop.order_lines",
            "B4 shop.order_lines",
            "B9 shop.customer_list",
            "B12 shop.revenue",
            "E1 shop.customers");

    private static final List<String> FOR_A_PERSON =
            List.of("D8 index shop.customers_email", "C13 policy notes_of_tenant on shop.notes", "B12 shop.revenue");

    @TempDir
    private Path directory;

    @SuppressWarnings("NullAway.Init") // set before each test
    TenMistakesTest() {}

    @Test
    void areAllNamedAndTheMechanicalOnesClosed() throws IOException {
        try (TestDatabase shop = TestDatabase.create()) {
            shop.execute(Files.readString(SQL));
            Path fix = directory.resolve("fix.sql");

            Result before = inspect(shop, "--fix", fix.toString());
            assertThat(before.exitCode()).isEqualTo(1);
            assertThat(identities(before)).containsAll(MISTAKES);

            for (String statement :
                    Files.readString(fix).replaceAll("(?m)^--.*$", "").split(";\\n", -1)) {
                shop.execute(statement);
            }
            assertThat(identities(inspect(shop)))
                    .doesNotContainAnyElementsOf(MISTAKES.stream()
                            .filter(m -> !FOR_A_PERSON.contains(m))
                            .toList());
        } finally {
            try (TestDatabase other = TestDatabase.create()) {
                other.execute("drop role ten_mistakes_app; drop role ten_mistakes_owner");
            }
        }
    }

    private Result inspect(TestDatabase shop, String... more) {
        String[] words = new String[more.length + 4];
        System.arraycopy(new String[] {"inspect", shop.url("postgres"), "--format", "sarif"}, 0, words, 0, 4);
        System.arraycopy(more, 0, words, 4, more.length);
        return Command.in(directory).run(words);
    }

    private static List<String> identities(Result result) {
        return Pattern.compile("\"identity/v1\" : \"([^\"]*)\"")
                .matcher(result.out())
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
