package io.partywall.server;

import com.zaxxer.hikari.HikariDataSource;
import io.partywall.access.Contexts;
import io.partywall.access.PlatformWork;
import io.partywall.access.PublicUrl;
import io.partywall.access.RequestShare;
import io.partywall.audit.AuditKeys;
import io.partywall.events.EventPartitions;
import io.partywall.http.Cursors;
import io.partywall.isolation.Tenancy;
import io.partywall.jobs.JobBoard;
import io.partywall.jobs.JobControl;
import io.partywall.jobs.Jobs;
import io.partywall.mail.Mailer;
import io.partywall.secrets.Secrets;
import io.partywall.tenants.Erasures;
import io.partywall.tenants.ExportFiles;
import io.partywall.tenants.Tenants;
import java.time.Clock;
import java.util.List;

/** What a server is given to work with: it makes none of it itself, and closes none. */
public record Parts(
        Tenancy tenancy,
        PlatformWork platform,
        Contexts contexts,
        Tenants tenants,
        Jobs jobs,
        JobBoard jobBoard,
        JobControl jobControl,
        Secrets secrets,
        AuditKeys.Public auditKeys,
        EventPartitions eventPartitions,
        Erasures erasures,
        ExportFiles exports,
        Mailer mailer,
        Cursors cursors,
        RequestShare share,
        PublicUrl publicUrl,
        Clock clock,
        Pools pools) {

    /** The connections that are in use, to be measured. */
    public record Pools(List<HikariDataSource> all) {
        public Pools {
            all = List.copyOf(all);
        }
    }
}
