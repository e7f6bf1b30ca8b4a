package io.partywall.inspector.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.partywall.inspector.finding.Severity;
import io.partywall.testing.TestDatabase;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** The nested classes are what somebody would write; no build runs them but this test. */
class InspectIsolationTest {

    private static TestDatabase walled;
    private static TestDatabase open;

    @BeforeAll
    static void databases() {
        TestDatabase.createRole("shop_app", "nosuperuser");
        open = TestDatabase.create();
        open.execute("""
            create table orders (tenant_id bigint not null, id bigint, primary key (tenant_id, id));
            create table refunds (tenant_id bigint not null, id bigint, primary key (tenant_id, id));
            grant select, insert on orders, refunds to shop_app;
            """);
        walled = TestDatabase.create();
        walled.execute("""
            create table orders (tenant_id bigint not null, id bigint, primary key (tenant_id, id));
            alter table orders enable row level security;
            alter table orders force row level security;
            create policy walls on orders to shop_app
                using (tenant_id = (select nullif(current_setting('shop.tenant', true), '')::bigint));
            create policy floor on orders as restrictive to shop_app
                using (tenant_id = (select nullif(current_setting('shop.tenant', true), '')::bigint));
            grant select, insert on orders to shop_app;
            """);
    }

    @AfterAll
    static void close() {
        open.close();
        walled.close();
    }

    static class Held {
        static final DataSource DATABASE = walled.pool("postgres", 1);

        @InspectIsolation(applicationRoles = "shop_app")
        void tenantsAreKeptApart() {}
    }

    @Test
    void isGreenWhereTenantsAreKeptApart() {
        assertThat(run(Held.class).succeeded().count()).isEqualTo(1);
    }

    static class Broken {
        final DataSource database = open.pool("postgres", 1);

        @InspectIsolation(applicationRoles = "shop_app")
        void tenantsAreKeptApart() {
            throw new IllegalStateException("reached");
        }
    }

    @Test
    void isRedWhereTheyAreNotAndListsWhatIsWrong() {
        assertThat(failure(Broken.class))
                .isExactlyInstanceOf(AssertionError.class)
                .hasMessageStartingWith("broken: 2 critical in 3 findings\n")
                .hasMessageContainingAll(
                        "public.orders\n", "public.refunds\n", "fix    ", "application role: shop_app");
    }

    static class MilderThanAsked {
        static final DataSource DATABASE = walled.pool("postgres", 1);

        @InspectIsolation(
                applicationRoles = "shop_app",
                tenantColumn = "tenant_id",
                contextSetting = "shop.tenant",
                failOn = Severity.CRITICAL)
        void tenantsAreKeptApart() {}
    }

    @Test
    void failsOnWhatWasAskedFor() {
        assertThat(run(MilderThanAsked.class).succeeded().count()).isEqualTo(1);
    }

    static class SetUp {
        @Nullable
        DataSource late;

        @BeforeEach
        void setUp() {
            late = open.pool("postgres", 1);
        }

        @Nested
        class Inner {
            @InspectIsolation(baseline = "none.json")
            void tenantsAreKeptApart() {}
        }
    }

    @Test
    void theDataSourceMayComeLateAndFromOutside() {
        assertThat(failure(SetUp.class)).hasMessageStartingWith("There is no file none.json");
    }

    static class Two {
        static final DataSource ONE = open.pool("postgres", 1);
        static final DataSource OTHER = walled.pool("postgres", 1);

        @InspectIsolation
        void tenantsAreKeptApart() {}
    }

    static class OneOfTwo extends Two {
        @Override
        @InspectIsolation(dataSource = "OTHER", applicationRoles = "shop_app")
        void tenantsAreKeptApart() {}
    }

    static class None {
        @InspectIsolation
        void tenantsAreKeptApart() {}
    }

    static class Empty {
        @Nullable
        DataSource database;

        @InspectIsolation
        void tenantsAreKeptApart() {}
    }

    @Test
    void whichDataSourceIsNeverGuessed() {
        assertThat(failure(Two.class)).hasMessageContaining("several DataSources (ONE, OTHER): name one");
        assertThat(run(OneOfTwo.class).succeeded().count()).isEqualTo(1);
        assertThat(failure(None.class)).hasMessageContaining("has no field of type DataSource");
        assertThat(failure(Empty.class)).hasMessageContaining("database is null when the test begins");
    }

    private static Events run(Class<?> test) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(test))
                .execute()
                .testEvents();
    }

    private static Throwable failure(Class<?> test) {
        return run(test).failed().stream()
                .findFirst()
                .flatMap(e -> e.getPayload(TestExecutionResult.class))
                .flatMap(TestExecutionResult::getThrowable)
                .orElseThrow();
    }
}
