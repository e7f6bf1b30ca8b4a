package io.partywall.connectors.api;

import io.partywall.connectors.api.Ingested.Item;
import io.partywall.connectors.api.Ingested.Status;
import io.partywall.events.EventPartitions;
import io.partywall.http.Refused;
import io.partywall.isolation.TenantScope;
import io.partywall.jobs.Jobs;
import io.partywall.jobs.NewJob;
import io.partywall.jobs.UniqueKey;
import io.partywall.snapshots.RollUpDays;
import io.partywall.snapshots.Usage;
import io.partywall.tenants.Tenant;
import io.partywall.tenants.Tenants;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Stores events that were sent, in the transaction of their request: those that do not fit are told apart first, then those that
 * are known, and the others go in at once.
 */
@Component
final class Ingestion {

    /** A clock that is no more wrong than this is taken at its word: so long may a request be on its way. */
    private static final Duration RIGHT = Duration.ofSeconds(5);

    /** How long a day waits for more of its events before its figures are derived. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private final EventPartitions partitions;
    private final Jobs jobs;
    private final Clock clock;

    Ingestion(EventPartitions partitions, Jobs jobs, Clock clock) {
        this.partitions = partitions;
        this.jobs = jobs;
        this.clock = clock;
    }

    /**
     * Stores what fits and is not there yet.
     *
     * @param pointer where in the body the event with a number is, from 0
     * @param sentAt what the sender's clock showed; null where it does not tell
     */
    Ingested ingest(TenantScope scope, List<JsonNode> sent, IntFunction<String> pointer, @Nullable Instant sentAt) {
        Tenant tenant = Tenants.of(scope);
        Instant now = clock.instant();
        EventReader reader = new EventReader(tenant, now, skew(now, sentAt));
        List<Item> items = new ArrayList<>();
        List<Reading.Fact> facts = new ArrayList<>();
        for (int i = 0; i < sent.size(); i++) {
            switch (reader.read(i, pointer.apply(i), sent.get(i))) {
                case Reading.Misfit misfit -> items.add(rejected(misfit.number(), misfit.fault()));
                case Reading.Fact fact -> facts.add(fact);
            }
        }
        if (!facts.isEmpty()) {
            items.addAll(store(scope, tenant, facts, pointer, now));
        }
        return Ingested.of(
                items.stream().sorted(Comparator.comparing(Item::index)).toList());
    }

    private static Duration skew(Instant now, @Nullable Instant sentAt) {
        Duration skew = sentAt == null ? Duration.ZERO : Duration.between(sentAt, now);
        return skew.abs().compareTo(RIGHT) > 0 ? skew : Duration.ZERO;
    }

    private static Item rejected(int number, Refused.Fault fault) {
        return new Item(number, null, Status.REJECTED, fault);
    }

    /**
     * INVARIANT: partitions come first, since one that is missing is made on another connection, which waits for whoever has
     * written to connectors. Sources are locked before what is stored is looked at, and until all of it is stored.
     */
    private List<Item> store(
            TenantScope scope, Tenant tenant, List<Reading.Fact> facts, IntFunction<String> pointer, Instant now) {
        facts.stream().map(Reading.Fact::day).distinct().forEach(partitions::ensure);
        Sources sources = Sources.lock(
                scope, facts.stream().map(fact -> fact.name().source()).toList());
        List<Item> items = new ArrayList<>();
        List<Reading.Fact> open = new ArrayList<>();
        for (Reading.Fact fact : facts) {
            Sources.Closed closed = sources.closed().get(fact.name().source());
            if (closed == null) {
                open.add(fact);
            } else {
                items.add(rejected(
                        fact.number(), new Refused.Fault(pointer.apply(fact.number()) + "/source", closed.detail())));
            }
        }
        items.addAll(storeNew(scope, tenant, open, sources, now));
        return items;
    }

    /** Of those with the same name, here or in the database, the first one counts. */
    private List<Item> storeNew(
            TenantScope scope, Tenant tenant, List<Reading.Fact> facts, Sources sources, Instant now) {
        Map<Reading.Name, Reading.Fact> firsts = new LinkedHashMap<>();
        facts.forEach(fact -> firsts.putIfAbsent(fact.name(), fact));
        Map<Reading.Name, UUID> known = EventRows.find(scope, List.copyOf(firsts.values()));
        List<Reading.Fact> fresh = firsts.values().stream()
                .filter(fact -> !known.containsKey(fact.name()))
                .toList();
        if (!fresh.isEmpty()) {
            EventRows.insert(scope, fresh, sources, tenant.currency().getCurrencyCode());
            rollUp(scope, fresh, sources, now);
            Usage.addEvents(scope, LocalDate.ofInstant(now, tenant.timeZone()), fresh.size());
        }
        Set<UUID> accepted = new HashSet<>();
        fresh.forEach(fact -> {
            known.put(fact.name(), fact.id());
            accepted.add(fact.id());
        });
        return facts.stream()
                .map(fact -> new Item(
                        fact.number(),
                        known.get(fact.name()),
                        accepted.contains(fact.id()) ? Status.ACCEPTED : Status.DUPLICATE,
                        null))
                .toList();
    }

    /**
     * Has the figures of the events' days derived soon, once however many requests state a day meanwhile.
     *
     * <p>INVARIANT: a job that waits already may begin before this transaction is committed. Then it waits for the sources, as it
     * locks all connectors before it looks; it cannot wait for one that it does not see yet, hence a job of its own.
     */
    private void rollUp(TenantScope scope, List<Reading.Fact> facts, Sources sources, Instant now) {
        Stream<LocalDate> days =
                facts.stream().map(Reading.Fact::day).distinct().sorted();
        jobs.enqueueAll(
                scope,
                days.map(day -> {
                            NewJob<RollUpDays.Wanted> job = NewJob.of(
                                            RollUpDays.TYPE, new RollUpDays.Wanted(List.of(day)))
                                    .withRunAt(now.plus(SOON));
                            return sources.areNew() ? job : job.withUnique(UniqueKey.untilStarted("roll-up/" + day));
                        })
                        .toList());
    }
}
