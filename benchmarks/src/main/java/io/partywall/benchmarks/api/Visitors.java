package io.partywall.benchmarks.api;

import com.github.f4b6a3.uuid.UuidCreator;
import io.partywall.access.Tokens;
import io.partywall.benchmarks.Script;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Tenants with data, and who may ask for it: members with sessions, and programs with API keys. */
record Visitors(List<Visitor> withSessions, List<Visitor> withKeys) {

    static final int TENANTS = 20;
    static final int KPIS = 100;
    private static final int MEMBERS = 5;

    /** Fills the platform. */
    static Visitors in(ServedPlatform served) throws SQLException, IOException {
        served.execute(Script.read("api/tenants.sql", Map.of("tenants", TENANTS, "members", MEMBERS, "kpis", KPIS)));
        List<Visitor> withSessions = new ArrayList<>();
        List<Visitor> withKeys = new ArrayList<>();
        try (Connection connection = served.superuser();
                Wire wire = new Wire(served.port())) {
            Map<UUID, List<UUID>> kpis = kpis(connection);
            // By member first, so that any few of them are of different tenants.
            try (Statement statement = connection.createStatement();
                    ResultSet members = statement.executeQuery("""
                        select m.tenant_id, m.user_id, m.role = 'OWNER' from app.tenant_members m join app.users u on u.id = m.user_id
                        order by split_part(u.email, '@', 1), m.tenant_id
                        """)) {
                while (members.next()) {
                    UUID tenant = members.getObject(1, UUID.class);
                    Visitor person = session(
                            connection,
                            wire,
                            tenant,
                            members.getObject(2, UUID.class),
                            kpis.getOrDefault(tenant, List.of()));
                    withSessions.add(person);
                    if (members.getBoolean(3)) {
                        withKeys.add(key(wire, person));
                    }
                }
            }
        }
        served.execute("vacuum analyze");
        return new Visitors(List.copyOf(withSessions), List.copyOf(withKeys));
    }

    private static Map<UUID, List<UUID>> kpis(Connection connection) throws SQLException {
        Map<UUID, List<UUID>> kpis = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select tenant_id, id from app.kpis order by id")) {
            while (rows.next()) {
                kpis.computeIfAbsent(rows.getObject(1, UUID.class), _ -> new ArrayList<>())
                        .add(rows.getObject(2, UUID.class));
            }
        }
        return kpis;
    }

    private static Visitor session(Connection connection, Wire wire, UUID tenant, UUID person, List<UUID> kpis)
            throws SQLException, IOException {
        String token = Tokens.random();
        try (PreparedStatement statement = connection.prepareStatement(
                "insert into app.sessions (id, user_id, token_hash, expires_at) values (?, ?, ?, now() + interval '1"
                        + " day')")) {
            statement.setObject(1, UuidCreator.getTimeOrderedEpoch());
            statement.setObject(2, person);
            statement.setBytes(3, Tokens.hash(token));
            statement.execute();
        }
        String headers = "Cookie: __Host-partywall=" + token + "\r\nPartywall-Tenant: " + tenant + "\r\n";
        Reply me = wire.send(new Visitor(tenant, headers, kpis).request("GET", "/api/me", null));
        String proof = me.json().get("csrf_token").stringValue();
        return new Visitor(tenant, headers + "X-CSRF-Token: " + proof + "\r\n", kpis);
    }

    private static Visitor key(Wire wire, Visitor owner) throws IOException {
        Reply made = wire.send(owner.request("POST", "/api/api-keys", """
            {"name": "load", "scopes": ["kpis:read", "kpis:write", "goals:read", "snapshots:read"]}\
            """));
        String headers = "Authorization: Bearer " + made.json().get("secret").stringValue() + "\r\n";
        return new Visitor(owner.tenant(), headers, owner.kpis());
    }

    /** The one that this client is: every other one has an API key. */
    Visitor mixed(int client) {
        List<Visitor> kind = client % 2 == 0 ? withSessions : withKeys;
        return kind.get(client / 2 % kind.size());
    }

    /** The session that this client has. */
    Visitor person(int client) {
        return withSessions.get(client % withSessions.size());
    }
}
