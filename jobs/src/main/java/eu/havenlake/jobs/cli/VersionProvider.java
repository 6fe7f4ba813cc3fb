package eu.havenlake.jobs.cli;

import eu.havenlake.jobs.lifecycle.Distribution;
import picocli.CommandLine.IVersionProvider;

final class VersionProvider implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"haven " + Distribution.current().version()};
    }
}
