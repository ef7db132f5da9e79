package org.allowput.sandbox.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.allowput.contract.object.SourceState;
import org.allowput.lambda.large.BegunCopy;
import org.allowput.lambda.multipart.CopyDocuments;
import org.allowput.lambda.multipart.MultipartCopy;
import org.allowput.sandbox.simulation.aws.SimulatedObject;

/** The uploads that failed copies have left: what the next attempts go on with. */
final class KeptParts {
    private KeptParts() {}

    /** The keys of objects that are still what was copied, and may be, and of which parts are in the target. */
    static Set<String> of(SimulatedDeployment deployment, Setup setup) {
        Set<String> keys = new HashSet<>();
        Map<String, SimulatedObject> documents = deployment.operations().objects();
        documents.forEach((key, latest) -> {
            String prefix = new String(latest.bytes(), UTF_8);
            SimulatedObject copy = documents.get(prefix + "copy.json");
            if (key.endsWith("/latest.txt") && copy != null && !documents.containsKey(prefix + "completed.json")) {
                copied(deployment, setup, copy).ifPresent(keys::add);
            }
        });
        return keys;
    }

    private static Optional<String> copied(SimulatedDeployment deployment, Setup setup, SimulatedObject document) {
        MultipartCopy copy =
                CopyDocuments.read(document.bytes(), BegunCopy.class).copy();
        SourceState source = copy.object().source();
        boolean kept = deployment.target().openUploads().contains(copy.upload().id());
        return deployment
                .source()
                .get(source.key())
                .filter(now -> kept
                        && setup.clears(now)
                        && now.modified().equals(source.lastModified())
                        && ("\"" + now.eTag() + "\"").equals(source.eTag())
                        && (!setup.tags() || copy.object().tags().equals(now.tags())))
                .map(SimulatedObject::key);
    }
}
