package eu.havenlake.ingest.broker;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The main class of the broker's own JVM, beside Kafka's jars and nothing else: formats the storage where it is new,
 * runs Kafka, and ends it when nobody needs it any longer (see {@link BrokerUsers}). Kafka is called by name, as its
 * jars are not on the class path this is compiled against.
 *
 * <p>Arguments: the file of settings, the folder of the broker, the cluster id.
 */
final class BrokerProcess {
    private static final Duration LOOK = Duration.ofMillis(500);

    private BrokerProcess() {}

    public static void main(String[] args) throws Exception {
        var settings = args[0];
        var kafka = Path.of(args[1]);
        if (!Files.exists(kafka.resolve("data/meta.properties"))) format(settings, args[2]);
        Thread.ofPlatform().daemon().name("broker-users").start(() -> endWhenUnwanted(kafka));
        call("kafka.Kafka", "main", new Class<?>[] {String[].class}, (Object) new String[] {settings});
    }

    private static void format(String settings, String clusterId) throws ReflectiveOperationException {
        var command = new String[] {"format", "--config", settings, "--cluster-id", clusterId, "--ignore-formatted"};
        var parameters = new Class<?>[] {String[].class, PrintStream.class};
        var code = call("kafka.tools.StorageTool", "execute", parameters, command, System.out);
        if (!Integer.valueOf(0).equals(code)) throw new IllegalStateException("Cannot format the storage: " + code);
    }

    private static Object call(String type, String method, Class<?>[] parameters, Object... arguments)
            throws ReflectiveOperationException {
        return Class.forName(type).getMethod(method, parameters).invoke(null, arguments);
    }

    private static void endWhenUnwanted(Path kafka) {
        try {
            while (!unwanted(kafka)) Thread.sleep(LOOK);
        } catch (IOException e) {
            System.err.println("The folder of this broker cannot be read any longer, so it ends: " + e);
        } catch (InterruptedException e) {
            return;
        }
        System.exit(0);
    }

    /**
     * Whether to end. The lock is taken for the decision and then kept until this process is gone: nobody can join a
     * broker that has just decided to go.
     */
    private static boolean unwanted(Path kafka) throws IOException {
        var users = new BrokerUsers(kafka);
        if (users.wanted()) return false;
        var lock = BrokerLock.tryTake(kafka);
        if (lock.isEmpty()) return false;
        if (!users.wanted()) return true;
        lock.get().close();
        return false;
    }
}
