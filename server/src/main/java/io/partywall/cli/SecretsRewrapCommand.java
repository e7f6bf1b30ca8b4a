package io.partywall.cli;

import picocli.CommandLine.Command;

@Command(
        name = "rewrap",
        description = {
            "Wrap all tenants' keys with the first of PARTYWALL_MASTER_KEYS. Afterwards the others can be left out;",
            "run it while all servers know both."
        },
        mixinStandardHelpOptions = true)
final class SecretsRewrapCommand implements Runnable {

    @Override
    public void run() {
        try (Platform platform = Platform.open("secrets rewrap")) {
            System.out.printf(
                    "the keys of %,d tenants were wrapped anew%n",
                    platform.secrets().rewrapAll());
        }
    }
}
