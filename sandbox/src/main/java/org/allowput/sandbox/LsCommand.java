package org.allowput.sandbox;

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.s3.S3Client;

@Command(name = "ls", description = "Lists the objects of both buckets side by side.")
final class LsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private StateOption state = new StateOption();

    @Option(names = "--prefix", defaultValue = "", description = "Only keys that begin so.")
    private String prefix = "";

    @Override
    public Integer call() {
        try (var sandbox = state.attach()) {
            var source = sizes(sandbox.source().s3(), sandbox.sourceBucket());
            var target = sizes(sandbox.target().s3(), sandbox.targetBucket());
            var keys = new TreeSet<>(source.keySet());
            keys.addAll(target.keySet());
            var table = new Table("key", ">bytes in B", ">bytes in A");
            keys.forEach(key -> table.row(key, text(source.get(key)), text(target.get(key))));
            spec.commandLine().getOut().print(table);
            return 0;
        }
    }

    private Map<String, Long> sizes(S3Client s3, String bucket) {
        Map<String, Long> sizes = new TreeMap<>();
        s3.listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix))
                .contents()
                .forEach(object -> sizes.put(object.key(), object.size()));
        return sizes;
    }

    private static String text(@org.jspecify.annotations.Nullable Long size) {
        return size == null ? "-" : size.toString();
    }
}
