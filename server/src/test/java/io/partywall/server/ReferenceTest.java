package io.partywall.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.access.Permission;
import io.partywall.access.Role;
import io.partywall.http.ProblemType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The reference says what the code says. After a change: {@code mvn test -pl server -Dtest=ReferenceTest -Dreference=write}.
 */
class ReferenceTest {

    private static final Path REFERENCE = Path.of("..", "docs", "reference");

    private static void assertWritten(String name, String text) throws IOException {
        Path file = REFERENCE.resolve(name);
        if (System.getProperty("reference", "").equals("write")) {
            Files.writeString(file, text);
        }
        assertThat(file).content().isEqualTo(text);
    }

    @Test
    void allProblemsAreInTheCatalogue() throws IOException {
        String rows = Arrays.stream(ProblemType.values())
                .map(type -> "| `%s` | %d | %s | %s |\n"
                        .formatted(type.code(), type.status().value(), type.title(), type.remedy()))
                .collect(Collectors.joining());
        assertWritten("problems.md", """
            # Problems

            What a request is refused with: `application/problem+json` (RFC 9457), with these codes in `code`. `detail` says what it was in
            this case, `errors` names the values (as JSON Pointers into the body, or as parameters), `request_id` is for whoever runs the
            installation.

            | code | status | what it says | what to do |
            |---|---|---|---|
            """ + rows);
    }

    @Test
    void allPermissionsAreInTheTable() throws IOException {
        String rows = Arrays.stream(Permission.values())
                .map(permission -> "| `" + permission + "` | "
                        + Stream.of(Role.values())
                                .map(role -> role.permissions().contains(permission) ? "yes" : "")
                                .collect(Collectors.joining(" | "))
                        + " |\n")
                .collect(Collectors.joining());
        assertWritten("permissions.md", """
            # Permissions

            What each role may do in its tenant. A member may be given more, one permission at a time; nobody gives what he does not have. The
            route's permission also decides what its context may do in the database: one that reads gets a context that only reads.

            | permission | OWNER | ADMIN | MEMBER | VIEWER |
            |---|---|---|---|---|
            """ + rows);
    }

    @Test
    void allSettingsAreInTheConfiguration() throws IOException {
        String settings = Files.readString(Path.of("src/main/java/io/partywall/cli/ServeSettings.java"));
        String described = Files.readString(REFERENCE.resolve("configuration.md"));
        assertThat(java.util.regex.Pattern.compile("PARTYWALL_[A-Z_]+")
                        .matcher(settings)
                        .results()
                        .map(java.util.regex.MatchResult::group)
                        .distinct())
                .isNotEmpty()
                .allMatch(name -> described.contains("| `" + name + "` |"));
    }
}
