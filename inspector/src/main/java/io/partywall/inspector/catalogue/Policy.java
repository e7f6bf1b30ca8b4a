package io.partywall.inspector.catalogue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A policy, with its expressions as trees and as text.
 *
 * @param letter {@code r}, {@code a}, {@code w}, {@code d} or {@code *} for all commands
 * @param roles OIDs of those that it is for; {@link Role#PUBLIC} for everybody
 */
public record Policy(
        String name,
        long relation,
        char letter,
        boolean permissive,
        List<Long> roles,
        @Nullable String usingTree,
        @Nullable String checkTree,
        @Nullable String using,
        @Nullable String check) {

    private static final Pattern LOCATION = Pattern.compile(":location \\d+");

    static List<Policy> read(Connection connection) throws SQLException {
        return Rows.read(
                connection,
                """
                select polname, polrelid, polcmd, polpermissive, polroles::int8[] as polroles,
                        polqual::text as using_tree, polwithcheck::text as check_tree,
                        pg_catalog.pg_get_expr(polqual, polrelid) as using_text,
                        pg_catalog.pg_get_expr(polwithcheck, polrelid) as check_text
                    from pg_catalog.pg_policy order by polrelid, polname
                """,
                row -> new Policy(
                        Rows.text(row, "polname"),
                        row.getLong("polrelid"),
                        Rows.letter(row, "polcmd"),
                        row.getBoolean("polpermissive"),
                        Rows.longs(row, "polroles"),
                        withoutLocations(Rows.optional(row, "using_tree")),
                        withoutLocations(Rows.optional(row, "check_tree")),
                        Rows.optional(row, "using_text"),
                        Rows.optional(row, "check_text")));
    }

    /** Up to PostgreSQL 16 trees say where in the statement each part stood: the same policy looks different on each table. */
    private static @Nullable String withoutLocations(@Nullable String tree) {
        return tree == null ? null : LOCATION.matcher(tree).replaceAll(":location -1");
    }

    /** Whether it speaks for the command. */
    public boolean covers(Command command) {
        return letter == '*' || letter == command.letter();
    }

    /** Whether it is for all commands. */
    public boolean coversAll() {
        return letter == '*';
    }

    /** The command as CREATE POLICY writes it. */
    public String command() {
        return switch (letter) {
            case 'r' -> "select";
            case 'a' -> "insert";
            case 'w' -> "update";
            case 'd' -> "delete";
            default -> "all";
        };
    }

    /** Whether it is for everybody. */
    public boolean forPublic() {
        return roles.contains(Role.PUBLIC);
    }

    /** The tree that a row which is read, changed or deleted has to fulfil; null: it says nothing of that. */
    public @Nullable String treeOfSeen() {
        return letter == 'a' ? null : usingTree;
    }

    /**
     * The tree that a written row has to fulfil: WITH CHECK, or USING where there is none. As PostgreSQL's
     * {@code rowsecurity.c} has it.
     */
    public @Nullable String treeOfWritten() {
        return letter == 'r' || letter == 'd' ? null : checkTree != null ? checkTree : usingTree;
    }
}
