package io.partywall.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A tenant's knowledge and the shared one, in one view. */
class KnowledgeViewTest {

    private static Platform platform;

    @BeforeAll
    static void open() throws SQLException {
        platform = Platform.open();
        platform.database.execute("""
            insert into app.knowledge_entries (tenant_id, id, title, content, content_hash) values
                ('%s', gen_random_uuid(), 'ours', 'c', '\\x01'), ('%s', gen_random_uuid(), 'theirs', 'c', '\\x01');
            insert into app.shared_knowledge_entries (id, title, content, content_hash) values
                (gen_random_uuid(), 'everybodys', 'c', '\\x01')\
            """.formatted(Platform.ACME, Platform.BETA));
    }

    @AfterAll
    static void close() {
        platform.close();
    }

    @Test
    void aTenantSeesItsOwnAndTheSharedOnesUnderItsName() throws SQLException {
        try (Session ann = platform.ann();
                Session bob = platform.bob()) {
            assertThat(ann.query("select title || ' ' || shared from app.knowledge where tenant_id = '" + Platform.ACME
                            + "'"))
                    .containsExactlyInAnyOrder("ours false", "everybodys true");
            assertThat(ann.query("select count(*) from app.knowledge")).containsExactly("2");
            assertThat(bob.query("select title || ' ' || shared from app.knowledge where tenant_id = '" + Platform.BETA
                            + "'"))
                    .containsExactlyInAnyOrder("theirs false", "everybodys true");
            assertThat(ann.query("select 1 from app.knowledge where tenant_id = '" + Platform.BETA + "'"))
                    .isEmpty();
        }
    }

    @Test
    void aFunctionThatLeaksItsArgumentIsNotAskedAboutForeignRows() throws SQLException {
        try (Session ann = platform.ann()) {
            assertThat(ann.query(
                            "select title from app.knowledge where (title <> 'theirs' or 1 / (length(title) - 6) > 0)"))
                    .hasSize(2);
        }
    }

    @Test
    void withoutAContextItIsEmpty() throws SQLException {
        try (Session nobody = platform.loggedInAs(Roles.APP)) {
            assertThat(nobody.query("select title from app.knowledge")).isEmpty();
        }
    }

    @Test
    void nothingIsWrittenThroughIt() throws SQLException {
        try (Session ann = platform.ann()) {
            assertThat(ann.refusal("update app.knowledge set title = 'x'")).startsWith("55000");
            assertThat(ann.refusal("delete from app.knowledge")).startsWith("55000");
        }
    }

    @Test
    void thePlatformReachesNoTenantsKnowledgeThroughIt() throws SQLException {
        try (Session session = platform.loggedInAs(Roles.PLATFORM)) {
            assertThat(session.refusal("select 1 from app.knowledge")).startsWith("42501");
        }
    }
}
