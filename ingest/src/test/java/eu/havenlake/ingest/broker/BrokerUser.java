package eu.havenlake.ingest.broker;

import java.nio.file.Path;

/** A command of its own process for the tests: opens the broker, says so, waits for a line and closes it. */
final class BrokerUser {
    private BrokerUser() {}

    public static void main(String[] args) throws Exception {
        var folders = BrokerFolders.under(Path.of(args[0]), Path.of(args[1]));
        try (var broker = EmbeddedBroker.open(folders)) {
            System.out.println("OPEN " + broker.bootstrap());
            System.in.read();
        }
    }
}
