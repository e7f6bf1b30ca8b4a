package io.partywall.cli;

import io.partywall.database.Database;
import io.partywall.database.KeptKeys;
import picocli.CommandLine.Command;

@Command(
        name = "keys",
        description = "Print the public keys that seals are verified with; keep them where an attacker does not reach.",
        mixinStandardHelpOptions = true)
final class AuditKeysCommand implements Runnable {

    @Override
    public void run() {
        try (Database database = Database.open("audit keys")) {
            System.out.println(Platform.auditKeys(database.keys(KeptKeys.AUDIT)).publicKeys());
        }
    }
}
