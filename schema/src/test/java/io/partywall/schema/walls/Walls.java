package io.partywall.schema.walls;

import io.partywall.testing.TestDatabase;
import java.util.EnumSet;
import java.util.Set;

/** Which walls stand; where one stands alone, grants and triggers do not help it either. */
enum Walls {
    ALL,
    /** Scoping in Java: it cannot know who is a member. */
    FIRST_ALONE,
    /** The policies on the plain setting, which trust what it says. */
    SECOND_ALONE,
    /** The signed floor, below policies that let everything through. */
    THIRD_ALONE;

    private static final String HELP_OFF = """
        do $$ declare t regclass; begin
            for t in select c.oid from pg_class c where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p') loop
                execute format('grant all on %s to partywall_app', t);
                execute format('alter table %s disable trigger user', t);
            end loop;
        end $$;
        """;

    private static final String ROW_SECURITY_OFF = """
        do $$ declare t regclass; begin
            for t in select c.oid from pg_class c where c.relnamespace = 'app'::regnamespace and c.relrowsecurity loop
                execute format('alter table %s disable row level security', t);
            end loop;
        end $$;
        """;

    private static final String FLOOR_OFF = """
        do $$ declare p record; begin
            for p in select polname, polrelid::regclass as t from pg_policy where not polpermissive loop
                execute format('drop policy %I on %s', p.polname, p.t);
            end loop;
        end $$;
        """;

    private static final String POLICIES_WIDE_OPEN = """
        do $$ declare p record; begin
            for p in select polname, polcmd, polrelid::regclass as t from pg_policy
                    where polpermissive and polname like '%\\_tenant\\_isolation\\_%' loop
                execute format('alter policy %I on %s', p.polname, p.t)
                    || case when p.polcmd <> 'a' then ' using (true)' else '' end
                    || case when p.polcmd in ('a', 'w') then ' with check (true)' else '' end;
            end loop;
        end $$;
        """;

    Set<Way> ways() {
        return switch (this) {
            case ALL -> EnumSet.allOf(Way.class);
            case FIRST_ALONE -> EnumSet.of(Way.JOOQ);
            case SECOND_ALONE, THIRD_ALONE -> EnumSet.of(Way.RAW_SQL);
        };
    }

    /** The situations that this wall is there for. */
    Set<Situation> situations() {
        return switch (this) {
            case ALL, THIRD_ALONE -> EnumSet.allOf(Situation.class);
            case FIRST_ALONE ->
                EnumSet.of(
                        Situation.RIGHT,
                        Situation.ANOTHERS,
                        Situation.NONE,
                        Situation.FORGED,
                        Situation.EXPIRED,
                        Situation.READERS);
            case SECOND_ALONE -> EnumSet.of(Situation.RIGHT, Situation.ANOTHERS, Situation.NONE);
        };
    }

    /** Takes the other walls away. */
    void leaveStandingIn(TestDatabase database) {
        switch (this) {
            case ALL -> {}
            case FIRST_ALONE -> database.execute(HELP_OFF + ROW_SECURITY_OFF);
            case SECOND_ALONE -> database.execute(HELP_OFF + FLOOR_OFF);
            case THIRD_ALONE -> database.execute(HELP_OFF + POLICIES_WIDE_OPEN);
        }
    }
}
