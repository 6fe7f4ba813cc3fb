package eu.havenlake.jobs.cli;

import eu.havenlake.ingest.bronze.AcceptedLoss;
import eu.havenlake.jobs.lifecycle.LifeCycle;
import eu.havenlake.jobs.lifecycle.Workplace;
import java.util.List;
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
            "Records that Kafka let go before they were taken in stop it, before anything is written. To go on and note",
            "the gap in ops.ingest_gap: haven ingest --accept-loss ehr_fhir:2"
        })
final class IngestCommand implements Callable<Integer> {
    @ParentCommand
    private Haven haven;

    @Option(
            names = "--accept-loss",
            paramLabel = "TOPIC[:PARTITION]",
            description = "Go on without the records that are gone from Kafka there. May be given several times.")
    private List<String> acceptedLoss = List.of();

    @Override
    public Integer call() {
        AcceptedLoss accepted = new AcceptedLoss(acceptedLoss);
        try (Workplace place = haven.writingWithKafka("ingest")) {
            new LifeCycle(place).ingest(accepted);
        }
        return 0;
    }
}
