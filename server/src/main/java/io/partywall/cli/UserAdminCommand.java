package io.partywall.cli;

import io.partywall.access.Operators;
import io.partywall.database.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "admin",
        description = "Make a person an administrator of the platform: of tenants as a whole, not of what they hold.",
        mixinStandardHelpOptions = true)
final class UserAdminCommand implements Runnable {

    @Option(names = "--email", required = true, description = "The person's address")
    private String email = "";

    @Option(names = "--revoke", description = "No longer")
    private boolean revoke;

    @Override
    public void run() {
        try (Platform platform = Platform.open("user admin")) {
            if (!new Operators(platform.database().dataSource(Role.PLATFORM)).setPlatformAdmin(email, !revoke)) {
                throw new UserError("nobody has signed up as '" + email + "'");
            }
            System.out.println(email + (revoke ? " administers the platform no longer" : " administers the platform"));
        }
    }
}
