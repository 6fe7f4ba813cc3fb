package eu.havenlake.training.engine.exchange;

import eu.havenlake.training.engine.settings.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.spark.SparkConf;
import org.apache.spark.network.sasl.SecretKeyHolder;

/** Several workers in this process, with real connections between them. */
final class Crowd {
    private final SparkConf conf = new SparkConf(false);
    private final List<String> secrets = new ArrayList<>();
    private Duration patience = Duration.ofSeconds(30);
    private Wire wire = Wire.FLOAT32;

    static Crowd open() {
        return new Crowd();
    }

    /** Authenticated and encrypted; each worker believes in a secret of its own. */
    static Crowd encrypted(String... secrets) {
        Crowd crowd = new Crowd();
        crowd.conf.set("spark.authenticate", "true").set("spark.network.crypto.enabled", "true");
        crowd.secrets.addAll(List.of(secrets));
        return crowd;
    }

    Crowd patience(Duration time) {
        patience = time;
        return this;
    }

    Crowd wire(Wire form) {
        wire = form;
        return this;
    }

    List<Transport> transports(int workers) {
        List<Transport> transports = new ArrayList<>();
        for (int worker = 0; worker < workers; worker++) {
            String secret = secrets.isEmpty() ? "" : secrets.get(worker);
            transports.add(Transport.open(conf, new Secret(secret), Optional.empty(), "app", "127.0.0.1"));
        }
        return transports;
    }

    static List<Address> addresses(List<Transport> transports) {
        List<Address> addresses = new ArrayList<>();
        for (Transport transport : transports) {
            int worker = addresses.size();
            addresses.add(new Address(worker, "127.0.0.1", transport.port(), "e" + worker));
        }
        return addresses;
    }

    /** Lets all workers do the same, each on a thread of its own, and gives their results in order. */
    <T> List<T> all(int workers, Function<Exchange, T> work) throws Throwable {
        if (workers == 1) {
            return List.of(work.apply(Exchange.alone()));
        }
        List<Transport> transports = transports(workers);
        List<Address> addresses = addresses(transports);
        List<CompletableFuture<T>> results = new ArrayList<>();
        List<Exchange> exchanges = new ArrayList<>();
        try {
            for (int worker = 0; worker < workers; worker++) {
                exchanges.add(transports.get(worker).join(worker, addresses, wire, patience));
            }
            for (Exchange exchange : exchanges) {
                CompletableFuture<T> result = new CompletableFuture<>();
                results.add(result);
                Thread.ofPlatform().daemon().start(() -> complete(result, exchange, work));
            }
            return results(results);
        } finally {
            exchanges.forEach(Exchange::close);
            transports.forEach(Transport::close);
        }
    }

    private static <T> void complete(CompletableFuture<T> result, Exchange exchange, Function<Exchange, T> work) {
        try {
            result.complete(work.apply(exchange));
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
        }
    }

    private static <T> List<T> results(List<CompletableFuture<T>> futures) throws Throwable {
        List<T> results = new ArrayList<>();
        for (CompletableFuture<T> future : futures) {
            try {
                results.add(future.get(60, TimeUnit.SECONDS));
            } catch (ExecutionException e) {
                throw e.getCause();
            } catch (TimeoutException e) {
                throw new AssertionError("a worker still waits after a minute", e);
            }
        }
        return results;
    }

    private record Secret(String value) implements SecretKeyHolder {
        @Override
        public String getSaslUser(String application) {
            return "worker";
        }

        @Override
        public String getSecretKey(String application) {
            return value;
        }
    }
}
