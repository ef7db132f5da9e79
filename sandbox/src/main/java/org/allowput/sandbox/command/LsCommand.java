package org.allowput.sandbox.command;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.allowput.ops.cli.Output;
import org.allowput.ops.cli.Table;
import org.allowput.ops.cli.TerminalWidth;
import org.allowput.sandbox.Sandbox;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.s3.S3Client;

@Command(
        name = "ls",
        description = "Lists the objects of both buckets side by side.",
        footer = {
            "",
            "Examples:",
            "  bin/sandbox ls --prefix demo-",
            "  bin/sandbox ls --json    {\"key\": ..., \"source\": bytes or null, \"target\": bytes or null}, one a"
                    + " line"
        })
final class LsCommand implements Callable<Integer> {
    @Mixin
    private StateOption state = new StateOption();

    @Mixin
    private Output output = new Output();

    @Option(names = "--prefix", defaultValue = "", description = "Only keys that begin so.")
    private String prefix = "";

    @Override
    public Integer call() {
        try (Sandbox sandbox = state.attach()) {
            Map<String, Long> source = sizes(sandbox.source().s3(), sandbox.sourceBucket());
            Map<String, Long> target = sizes(sandbox.target().s3(), sandbox.targetBucket());
            TreeSet<String> keys = new TreeSet<>(source.keySet());
            keys.addAll(target.keySet());
            PrintWriter out = output.writer();
            if (output.isJson()) {
                keys.forEach(key -> output.print(fields(key, source.get(key), target.get(key))));
                return 0;
            }
            Table table = new Table("key", ">bytes in B", ">bytes in A");
            keys.forEach(key -> table.row(key, text(source.get(key)), text(target.get(key))));
            out.print(table.fitting(TerminalWidth.columns()));
            out.flush();
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

    private static Map<String, @Nullable Object> fields(String key, @Nullable Long source, @Nullable Long target) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("key", key);
        fields.put("source", source);
        fields.put("target", target);
        return fields;
    }

    private static String text(@Nullable Long size) {
        return size == null ? "-" : size.toString();
    }
}
