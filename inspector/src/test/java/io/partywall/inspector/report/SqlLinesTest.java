package io.partywall.inspector.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SqlLinesTest {

    @Test
    void breaksAtSpaces() {
        assertThat(SqlLines.of("alter table orders force row level security;", 20))
                .containsExactly("alter table orders", "    force row level", "    security;");
    }

    @Test
    void neverBreaksALiteralOrAName() {
        assertThat(SqlLines.of("alter table \"a b c d e f g h\" x '1 2 3 4 5 6 7 8';", 12))
                .containsExactly("alter table", "    \"a b c d e f g h\"", "    x", "    '1 2 3 4 5 6 7 8';");
        assertThat(SqlLines.of("a 'b\nc d e f g h' i j k l m n o p", 8))
                .startsWith("a 'b", "c d e f g h' i j k l m n o p");
        assertThat(SqlLines.of("it''s 'a '' b c d e f' g", 6))
                .containsExactly("it''s", "    'a '' b c d e f'", "    g");
    }

    @Test
    void leavesCommentsAndBodiesAlone() {
        assertThat(SqlLines.of("select 1 -- because so and so", 10)).containsExactly("select 1 -- because so and so");
        assertThat(SqlLines.of("do $x$ begin a; b; c; end $x$;", 10)).containsExactly("do $x$ begin a; b; c; end $x$;");
    }

    @Test
    void keepsWhatFits() {
        assertThat(SqlLines.of("a\n  b c", 10)).containsExactly("a", "  b c");
        assertThat(SqlLines.of("xxxxxxxxxxxxxxxxxxxx", 10)).containsExactly("xxxxxxxxxxxxxxxxxxxx");
    }
}
