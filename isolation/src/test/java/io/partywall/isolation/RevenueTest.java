package io.partywall.isolation;

import static io.partywall.isolation.Kpis.KPIS;

import java.math.BigDecimal;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A shop whose revenue Ann sets and others see once it is stored, with one connection for all. */
abstract class RevenueTest {

    Shop shop;
    Tenancy tenancy;

    @BeforeEach
    void open() throws SQLException {
        shop = Shop.open();
        shop.asOwner("""
            create table shop.seats (tenant_id uuid not null, id int not null,
                constraint seats_key unique (tenant_id, id) deferrable initially deferred);
            call isolation.protect('shop.seats')\
            """);
        tenancy = Tenancy.connect(shop.pool(1), shop.keys);
    }

    @AfterEach
    void close() {
        tenancy.close();
        shop.close();
    }

    static void set(TenantScope scope, int value) {
        scope.sql()
                .update(KPIS)
                .set(KPIS.value, BigDecimal.valueOf(value))
                .where(KPIS.name.eq("revenue"))
                .execute();
    }

    String stored() {
        return shop.database
                .query("select value from shop.kpis where name = 'revenue' and tenant_id = '" + Shop.ACME + "'")
                .getFirst();
    }

    void asAnn(Tenancy.Action<Exception> work) throws Exception {
        tenancy.useTenant(shop.ann(Access.WRITE), work);
    }
}
