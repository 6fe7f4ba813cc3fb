package eu.havenlake.jobs.cli;

import eu.havenlake.jobs.lifecycle.LifeCycle;
import eu.havenlake.jobs.lifecycle.Source;
import eu.havenlake.jobs.lifecycle.Workplace;
import eu.havenlake.lake.ConfigurationException;
import eu.havenlake.lake.session.Area;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "collect",
        mixinStandardHelpOptions = true,
        description = "Sends records of one or more sources to Kafka, and images to the object store.",
        footer = {
            "",
            "Nothing is left out: what cannot be read travels with the reason and ends in quarantine.",
            "Example: haven collect --fhir export/ --consent decisions.csv"
        })
final class CollectCommand implements Callable<Integer> {
    @ParentCommand
    private Haven haven;

    @Mixin
    private SourceOptions options;

    @Override
    public Integer call() {
        List<Source> sources = options.sources();
        if (sources.isEmpty()) {
            throw new ConfigurationException(
                    "Cannot collect: no source is named. Give --fhir, --open-mhealth, --images, --dicom, --topic or --consent.");
        }
        try (Workplace place = haven.writingWithKafka("collect", Area.SOURCES)) {
            new LifeCycle(place).collect(sources);
        }
        return 0;
    }
}
