package io.partywall.server;

import io.partywall.access.Permission;
import io.partywall.access.Role;
import io.partywall.api.Answer;
import io.partywall.api.ServedApi;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Tries every operation as everybody of one tenant: with what is his, with what is another tenant's, and with what is not there. */
final class TwoTenants {

    /** What is answered otherwise than with success where the role permits it, and why. */
    private static final Map<String, Integer> REFUSALS = Map.of();

    private static final int LONGEST = 1_000;

    private static final Set<String> OF_A_PERSON = Set.of("conversations", "notifications", "widgets");

    private static final Set<Permission> OF_PEOPLE = Set.of(Permission.MEMBERS_WRITE, Permission.TENANT_TRANSFER);

    private final ServedApi api;
    private final TenantThings mine;
    private final TenantThings theirs;
    private final TenantTraces theirTraces;
    private final Set<String> theirSecrets;
    private final Map<String, ApiCaller> callers = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private int requests;

    TwoTenants(ServedApi api, TenantThings mine, TenantThings theirs) {
        this.api = api;
        this.mine = mine;
        this.theirs = theirs;
        this.theirTraces = new TenantTraces(api, theirs);
        this.theirSecrets = theirTraces.secrets();
    }

    /** What was wrong; empty is well. */
    List<String> faults() {
        return faults;
    }

    int requests() {
        return requests;
    }

    void tryOut(ApiOperation operation) {
        asNobody(operation);
        for (Role role : Role.values()) {
            for (boolean byKey : new boolean[] {false, true}) {
                as(caller(operation, role, byKey), operation);
            }
        }
    }

    /** Where callers may change what they are, or end their sessions, each operation takes a new one. */
    private ApiCaller caller(ApiOperation operation, Role role, boolean byKey) {
        return operation.isRead() || (operation.permission() != null && !OF_PEOPLE.contains(operation.permission()))
                ? callers.computeIfAbsent(role + " " + byKey, _ -> standing(role, byKey))
                : mine.people().caller(role, byKey);
    }

    private ApiCaller standing(Role role, boolean byKey) {
        ApiCaller caller = mine.people().caller(role, byKey);
        OF_A_PERSON.forEach(kind -> mine.thing(kind, Map.of(), caller));
        return caller;
    }

    private void asNobody(ApiOperation operation) {
        if (!operation.audience().equals("anybody")) {
            Call call = new Call(operation, "nobody", api.anybody(), theirs.known(operation));
            expect(call, call.send(), 401, "unauthenticated");
        }
    }

    private void as(ApiCaller caller, ApiOperation operation) {
        Call own = new Call(operation, caller.toString(), caller.client(), mine.values(operation, caller));
        boolean allowed = operation.isFor(caller.role(), caller.byKey());
        Set<String> kinds =
                own.values().keySet().stream().filter(TenantThings::isKind).collect(Collectors.toSet());
        for (Set<String> kind : TenantTraces.choices(kinds)) {
            tryOthers(own, kind, allowed);
        }
        if (operation.permission() != null) {
            tryTheirTenant(own);
        }
        if (!operation.isRead() && caller.role() == Role.OWNER) {
            mine.liftLimits();
        }
        tryOwn(own, allowed);
        if (operation.isRead() && allowed && operation.permission() != null) {
            tryFilters(own);
        }
    }

    /** What is another tenant's is answered like what is not there. */
    private void tryOthers(Call own, Set<String> kinds, boolean allowed) {
        Call foreign = own;
        Call missing = own;
        for (String kind : kinds) {
            foreign = foreign.with(kind, theirs.known(own.operation()).get(kind));
            missing = missing.with(kind, TenantTraces.nothing(kind));
        }
        Answer answer = same(foreign, missing);
        if (own.operation().permission() != null && kinds.contains("tenants")) {
            expect(foreign, answer, 404, "not-found");
        } else if (!allowed) {
            expectForbidden(foreign, answer);
        } else if (kinds.stream().anyMatch(own.operation().variables()::containsValue)) {
            expect(foreign, answer, 404, "not-found");
        } else if (answer.status() != 404 && answer.status() != 422) {
            fault(foreign, answer, "refuses a foreign id in the body with 404 or 422");
        }
    }

    /** So is another tenant as a whole, by its slug and by its id. */
    private void tryTheirTenant(Call own) {
        if (own.operation().variables().containsValue("tenants")) {
            expect(
                    own,
                    same(own.with("tenants", theirs.slug()), own.with("tenants", "no-such-tenant")),
                    404,
                    "not-found");
            return;
        }
        String header = "Partywall-Tenant";
        expect(own, same(own.in(header, theirs.slug()), own.in(header, "no-such-tenant")), 404, "not-found");
        expect(
                own,
                same(
                        own.in(header, theirs.id().toString()),
                        own.in(header, UUID.randomUUID().toString())),
                404,
                "not-found");
    }

    private void tryOwn(Call own, boolean allowed) {
        Answer answer = checked(own, own.send());
        if (!allowed) {
            expectForbidden(own, answer);
            return;
        }
        int expected = REFUSALS.getOrDefault(own.operation().id(), 200);
        if (answer.status() < expected || answer.status() > expected + 99) {
            fault(own, answer, "answers " + expected);
        }
        if (own.operation().isPaged()
                && answer.status() == 200
                && answer.json().at("/items").isEmpty()) {
            fault(own, answer, "shows what the tenant has: an empty list proves nothing");
        }
    }

    /** A list is not filtered by what another tenant has, nor continued where another tenant's page ends. */
    private void tryFilters(Call own) {
        for (String name : own.operation().parameters().keySet()) {
            String foreign = theirTraces.parameter(own.operation(), name);
            if (foreign != null) {
                String nothing = foreign.length() == 36 ? UUID.randomUUID().toString() : "nothing";
                var _ = same(own.asking(name, foreign), own.asking(name, nothing));
            }
        }
        String cursor = theirs.cursor(own.operation());
        if (cursor != null) {
            Call foreign = own.asking("cursor", cursor);
            expect(foreign, same(foreign, own.asking("cursor", "no-cursor")), 400, "invalid-cursor");
        }
    }

    /** Sends both, and holds that nobody can tell the answers apart. */
    private Answer same(Call foreign, Call missing) {
        Answer toForeign = checked(foreign, foreign.send());
        Answer toMissing = checked(missing, missing.send());
        String one = foreign.normalised(toForeign);
        String other = missing.normalised(toMissing);
        if (!one.equals(other)) {
            faults.add(foreign + "\n  tells what is another's: " + one + "\n  from what is not there: " + other);
        }
        return toForeign;
    }

    private Answer checked(Call call, Answer answer) {
        requests++;
        if (answer.status() >= 500) {
            fault(call, answer, "never fails");
        }
        String told = answer.status() + " " + answer.response().headers().map() + " " + answer.text();
        Set<String> secrets = TenantTraces.words(told);
        secrets.retainAll(theirSecrets);
        secrets.removeIf(call.told()::contains);
        if (!secrets.isEmpty()) {
            fault(call, answer, "tells nothing of the other tenant, such as " + secrets);
        }
        return answer;
    }

    private void expectForbidden(Call call, Answer answer) {
        expect(call, answer, 403, "forbidden");
        if (call.operation().permission() != null
                && !answer.text()
                        .contains("\"permission\":\"" + call.operation().permission() + "\"")) {
            fault(call, answer, "names the permission that is needed");
        }
    }

    private void expect(Call call, Answer answer, int status, String code) {
        if (answer.status() != status || !answer.text().contains("\"code\":\"" + code + "\"")) {
            fault(call, answer, "answers " + status + " " + code);
        }
    }

    private void fault(Call call, Answer answer, String promise) {
        faults.add(call + "\n  " + promise + ", unlike " + answer.status() + " " + shortened(answer.text()));
    }

    private static String shortened(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }
}
