package eu.havenlake.jobs.cli;

import eu.havenlake.ingest.bronze.AcceptedLoss;
import eu.havenlake.jobs.lifecycle.LifeCycle;
import eu.havenlake.jobs.lifecycle.StopSignal;
import eu.havenlake.jobs.lifecycle.Workplace;
import eu.havenlake.jobs.operation.MetricsServer;
import eu.havenlake.jobs.operation.StatusReader;
import eu.havenlake.lake.ConfigurationException;
import eu.havenlake.lake.session.Area;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        description = "Takes all that the topics hold into bronze; what cannot be read goes to quarantine.",
        footer = {
            "",
            "Each batch is one commit, which holds every record of its offsets once, whatever is killed or repeated. The",
            "account is in ops.ingest_batch: what Kafka gave, what bronze has, what went to quarantine.",
            "",
            "Records that Kafka let go before they were taken in stop it, before anything is written. To go on and note",
            "the gap in ops.ingest_gap: haven ingest --accept-loss ehr_fhir:2. With the topic alone it also goes on where",
            "bronze has something else than what a collect sent, and notes that in ops.sent_difference.",
            "",
            "With --continuous it goes on until Ctrl-C or TERM, and ends after the batch at hand. haven curate may run",
            "meanwhile.",
            "",
            "Where the last ingest ended well and nothing came since, it says so and writes nothing (but for the first one",
            "after files were put together)."
        })
final class IngestCommand implements Callable<Integer> {
    @ParentCommand
    private Haven haven;

    @Option(
            names = "--accept-loss",
            paramLabel = "TOPIC[:PARTITION]",
            description =
                    "Go on without the records that are gone from Kafka there, and with TOPIC also where bronze has"
                            + " something else than what was sent. May be given several times.")
    private List<String> acceptedLoss = List.of();

    @Option(names = "--continuous", description = "Go on taking in what comes")
    private boolean continuous;

    @Option(
            names = "--every",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "Pause between two looks of --continuous. Default: ${DEFAULT-VALUE}")
    private int every;

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            description = "With --continuous: answer Prometheus at http://localhost:PORT/metrics")
    private Optional<Integer> metricsPort = Optional.empty();

    @Override
    public Integer call() {
        AcceptedLoss accepted = new AcceptedLoss(acceptedLoss);
        refuseWhatDoesNotFit();
        if (continuous) {
            try (Workplace place = haven.writingWithKafka("ingest", Area.BRONZE)) {
                goOn(place);
            }
        } else {
            try (Workplace place = haven.writing("ingest", Area.BRONZE)) {
                once(new LifeCycle(place), accepted, place);
            }
        }
        return 0;
    }

    private void once(LifeCycle lifeCycle, AcceptedLoss accepted, Workplace place) {
        if (acceptedLoss.isEmpty() && lifeCycle.hasNothingToIngest()) {
            place.say("ingest%n  nothing new".formatted());
        } else {
            place.openLake();
            place.kafka();
            lifeCycle.ingest(accepted);
        }
    }

    private void refuseWhatDoesNotFit() {
        if (continuous && !acceptedLoss.isEmpty()) {
            throw new ConfigurationException("Cannot accept a loss with --continuous: whoever accepts one should see"
                    + " it. Run haven ingest --accept-loss once, then haven ingest --continuous.");
        }
        if (metricsPort.isPresent() && !continuous) {
            throw new ConfigurationException("Cannot use --metrics-port without --continuous: haven ingest ends when"
                    + " it has taken in what there is. Use haven status --format prometheus.");
        }
        if (every < 1) {
            throw new ConfigurationException("Cannot use --every " + every + ": it must be a second or more.");
        }
    }

    private void goOn(Workplace place) {
        try (StopSignal stop = StopSignal.listen()) {
            Optional<MetricsServer> metrics = metricsPort.map(port -> MetricsServer.open(
                    port, () -> new StatusReader(place.lake(), place.kafka(), place.clock()).read()));
            try {
                metrics.ifPresent(server -> place.say("Metrics: http://localhost:%d/metrics".formatted(server.port())));
                new LifeCycle(place).ingestUntil(stop, Duration.ofSeconds(every));
            } finally {
                metrics.ifPresent(MetricsServer::close);
            }
        }
    }
}
