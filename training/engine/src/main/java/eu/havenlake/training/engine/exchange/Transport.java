package eu.havenlake.training.engine.exchange;

import eu.havenlake.lake.HavenException;
import eu.havenlake.training.engine.settings.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SSLOptions;
import org.apache.spark.SparkConf;
import org.apache.spark.network.TransportContext;
import org.apache.spark.network.client.TransportClientBootstrap;
import org.apache.spark.network.client.TransportClientFactory;
import org.apache.spark.network.crypto.AuthClientBootstrap;
import org.apache.spark.network.crypto.AuthServerBootstrap;
import org.apache.spark.network.netty.SparkTransportConf;
import org.apache.spark.network.sasl.SecretKeyHolder;
import org.apache.spark.network.server.TransportServer;
import org.apache.spark.network.server.TransportServerBootstrap;
import org.apache.spark.network.util.TransportConf;
import scala.Option;
import scala.jdk.javaapi.OptionConverters;

/**
 * A worker's server and its clients, on Spark's own network layer: with {@code spark.authenticate} each connection proves
 * that it knows the application's secret, with {@code spark.network.crypto.enabled} it is encrypted. Both ends read the
 * same configuration. Open it, tell the others the {@link #port}, then {@link #join} them.
 */
public final class Transport implements AutoCloseable {
    /** Prefix of Spark's settings for this use of its network layer, as {@code spark.training.io.backLog}. */
    private static final String MODULE = "training";

    private static final String CIPHER = "spark.network.crypto.cipher";

    private final PeerHandler handler;
    private final TransportContext context;
    private final TransportServer server;
    private final TransportClientFactory clients;

    private Transport(
            PeerHandler handler, TransportContext context, TransportServer server, TransportClientFactory clients) {
        this.handler = handler;
        this.context = context;
        this.server = server;
        this.clients = clients;
    }

    /**
     * Starts the server on a free port.
     *
     * @param secrets of the application
     * @param tls Spark's settings for its own connections, where these are to be secured so
     * @param application Spark's id of it
     * @param host to listen on
     */
    public static Transport open(
            SparkConf spark, SecretKeyHolder secrets, Optional<SSLOptions> tls, String application, String host) {
        // Of Spark's ciphers this one is many times faster, as the processor computes it.
        SparkConf chosen = spark.clone().setIfMissing(CIPHER, "AES/GCM/NoPadding");
        TransportConf conf =
                SparkTransportConf.fromSparkConf(chosen, MODULE, 2, Option.empty(), OptionConverters.toScala(tls));
        boolean authenticate = spark.getBoolean("spark.authenticate", false);
        List<TransportServerBootstrap> ofServer =
                authenticate ? List.of(new AuthServerBootstrap(conf, secrets)) : List.of();
        List<TransportClientBootstrap> ofClient =
                authenticate ? List.of(new AuthClientBootstrap(conf, application, secrets)) : List.of();
        PeerHandler handler = new PeerHandler();
        TransportContext context = new TransportContext(conf, handler);
        return new Transport(
                handler, context, context.createServer(host, 0, ofServer), context.createClientFactory(ofClient));
    }

    /** Where the server listens. */
    public int port() {
        return server.getPort();
    }

    /**
     * Connects to all other workers. Closing the exchange closes this, too.
     *
     * @param worker own number
     * @param all addresses in the order of workers, with the own one
     * @param wire how values to be averaged travel
     * @param patience after which a peer that does not answer is given up
     * @throws LostWorker if one cannot be reached, or does not know the secret
     * @throws HavenException if one has refused
     */
    public Exchange join(int worker, List<Address> all, Wire wire, Duration patience) {
        List<Peer> peers = all.stream()
                .filter(address -> address.worker() != worker)
                .map(this::connect)
                .toList();
        // Else a worker of an earlier attempt, to which this port belonged, might be taken for one of these.
        long before = (long) all.toString().hashCode() << Integer.SIZE;
        return new Exchange(before, worker, peers, handler, wire, List.of(new Watch(peers, patience), this));
    }

    private Peer connect(Address address) {
        try {
            return new Peer(address, clients.createClient(address.host(), address.port()), handler.inbox());
        } catch (IOException | RuntimeException e) {
            throw handler.inbox()
                    .refusal()
                    .<RuntimeException>map(r -> r)
                    .orElseGet(() -> new LostWorker(address, String.valueOf(e.getMessage()), e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LostWorker(address, "this thread was interrupted", e);
        }
    }

    @Override
    public void close() {
        clients.close();
        server.close();
        context.close();
    }
}
