package org.allowput.sandbox.host;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.allowput.sandbox.host.settings.HostSettings;

/** Hosts of several functions, which are closed together. */
record HostGroup(List<LambdaHost> hosts) implements AutoCloseable {
    /** Starts them, or none. */
    static HostGroup start(List<HostSettings> settings) throws IOException {
        HostGroup group = new HostGroup(new ArrayList<>());
        try {
            for (HostSettings each : settings) {
                group.hosts().add(LambdaHost.start(each));
            }
            return group;
        } catch (IOException | RuntimeException e) {
            group.close();
            throw e;
        }
    }

    @Override
    public void close() {
        hosts.forEach(LambdaHost::close);
    }
}
