package org.allowput.infra;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.allowput.infra.settings.SettingsReader;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;

/**
 * The app's templates for the committed cdk.json and some {@code -c} options, as the CDK writes them. Making one starts
 * Node.js: tests share it.
 */
final class Synthesised {
    /** Every option that adds something. */
    static final Map<String, String> EVERYTHING = Map.ofEntries(
            Map.entry("furtherSources", "[{\"account\": \"333333333333\", \"keyPrefix\": \"from-3/\"}]"),
            Map.entry("trigger", "s3"),
            Map.entry("keys.include", "in/**"),
            Map.entry("keys.stripPrefix", "in/"),
            Map.entry("keys.addPrefix", "out/"),
            Map.entry("optIns.replicateTags", "true"),
            Map.entry("optIns.replicateDeletes", "deletionsAndExpirations"),
            Map.entry("target.kmsKeyArn", "arn:aws:kms:us-east-1:111111111111:key/target"),
            Map.entry("source.kmsKeyArn", "arn:aws:kms:us-east-1:222222222222:key/source"),
            Map.entry("source.previousKmsKeyArns", "arn:aws:kms:us-east-1:222222222222:key/source-before"),
            Map.entry("encryption.kmsKeyArn", "arn:aws:kms:us-east-1:222222222222:key/own"),
            Map.entry("encryption.previousKmsKeyArns", "arn:aws:kms:us-east-1:222222222222:key/own-before"),
            Map.entry("target.writeOnce", "true"),
            Map.entry("source.organizationId", "o-a1b2c3d4e5"),
            Map.entry("source.roleName", "ReplicateObjects"),
            Map.entry("source.callers", "[\"group/uploaders\", \"role/Uploader\", \"user/alice\"]"),
            Map.entry("target.permissionsBoundaryArn", "arn:aws:iam::111111111111:policy/Boundary"),
            Map.entry("source.permissionsBoundaryArn", "arn:aws:iam::222222222222:policy/Boundary"),
            Map.entry("function.storageClass", "PRESERVE"),
            Map.entry("function.reservedConcurrency", "50"),
            Map.entry("alarms.topicArn", "arn:aws:sns:us-east-1:222222222222:on-call"),
            Map.entry("alarms.email", "on-call@example.com"),
            Map.entry("target.alarms.email", "owner@example.com"),
            Map.entry(
                    "target.alarms.callers",
                    "AROAIDPPEZS35WEXAMPLE:ReplicateObjects,AROAJ45Q7YFFAREXAMPLE:ReplicateObjects-large-objects"),
            Map.entry("backfill.enabled", "true"),
            Map.entry("receipts.enabled", "true"),
            Map.entry("reconcile.schedule", "rate(1 day)"),
            Map.entry("reconcile.requeue", "true"),
            Map.entry("tags.team", "storage"));

    /** The other alternative where a setting has two: what is neither in the defaults nor in {@link #EVERYTHING}. */
    static final Map<String, String> ALTERNATIVES = Map.ofEntries(
            Map.entry("name", "second"),
            Map.entry("trigger", "eventbridge"),
            Map.entry("previousTrigger", "s3"),
            Map.entry("source.bucketExists", "true"),
            Map.entry("source.bucketName", "our-bucket"),
            Map.entry("source.requiredTag", "scan=clean"),
            Map.entry("receipts.enabled", "true"),
            Map.entry("reconcile.schedule", "rate(1 day)"),
            Map.entry("source.keyPrefix", "b/"),
            Map.entry("source.requireMfa", "true"),
            Map.entry("keys.addPrefix", "b/"),
            Map.entry("keys.include", "**.csv"),
            Map.entry("keys.exclude", "tmp/**"),
            Map.entry("furtherSources", "[{\"account\": \"333333333333\", \"roleName\": \"Copier\"}]"),
            Map.entry("largeObjects.enabled", "false"),
            Map.entry("network.subnetIds", "subnet-0123abcd"),
            Map.entry("network.securityGroupIds", "sg-0123abcd"),
            Map.entry("network.proxyUrl", "http://proxy:3128"),
            Map.entry("network.fips", "true"),
            Map.entry("function.snapStart", "false"),
            Map.entry("function.architecture", "x86_64"),
            Map.entry("function.storageClass", "STANDARD_IA"),
            Map.entry("queue.batchSize", "100"));

    /** The build empties it before the tests. */
    private static final Path FOLDER = Path.of("target", "synthesised");

    private static final boolean MUTANTS = Boolean.getBoolean("mutants");
    private static final Map<Map<String, Object>, Synthesised> MADE = new ConcurrentHashMap<>();

    private final JsonNode target;
    private final JsonNode source;

    private Synthesised(JsonNode target, JsonNode source) {
        this.target = target;
        this.source = source;
    }

    /** Of both stacks; those with the same options are made once, but for mutants, which change them. */
    static Synthesised of(Map<String, ?> options) {
        return MUTANTS ? make(options) : MADE.computeIfAbsent(Map.copyOf(options), Synthesised::make);
    }

    /** Account A's template alone, in half the time. */
    static JsonNode targetOf(Map<String, ?> options) {
        App app = app(options);
        Stack stack = new TargetAccountStack(
                app, SettingsReader.read(context(options), Map.of()).getFirst());
        return Json.read(Path.of(app.synth().getDirectory()).resolve(stack.getTemplateFile()));
    }

    /** Account B's template alone. */
    static JsonNode sourceOf(Map<String, ?> options) {
        App app = app(options);
        Stack stack = new SourceAccountStack(
                app, SettingsReader.read(context(options), Map.of()).getFirst(), zips());
        return Json.read(Path.of(app.synth().getDirectory()).resolve(stack.getTemplateFile()));
    }

    private static Synthesised make(Map<String, ?> options) {
        App app = app(options);
        ReplicationApp.build(app, zips(), Map.of());
        Path assembly = Path.of(app.synth().getDirectory());
        String deployment = options.containsKey("name") ? "-" + options.get("name") : "";
        return new Synthesised(
                Json.read(assembly.resolve("ReplicationTarget" + deployment + ".template.json")),
                Json.read(assembly.resolve("ReplicationSource" + deployment + ".template.json")));
    }

    /** As the app does it, into a directory. */
    static void synthesize(
            Map<String, Object> context, FunctionZips zips, Map<String, String> environment, Path directory) {
        App app = new App(
                ReplicationApp.props(context).outdir(directory.toString()).build());
        ReplicationApp.build(app, zips, environment);
        app.synth();
    }

    /** An app before its stacks are built, with the context that the CDK's command line would hand it. */
    static App app(Map<String, ?> options) {
        return new App(ReplicationApp.props(context(options))
                .outdir(temporary("cdk.out").toString())
                .build());
    }

    static Map<String, Object> context(Map<String, ?> options) {
        Map<String, Object> context =
                new TreeMap<>(Json.map(Json.read(Path.of("..", "cdk.json")).get("context")));
        context.putAll(options);
        return context;
    }

    static FunctionZips zips() {
        Path zip = zip();
        return new FunctionZips(zip, zip, zip);
    }

    /** Stands for the function, which is not built yet where only the tests are run. */
    static Path zip() {
        Path zip = temporary("function").resolve("function.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("lib/function.jar").setLastModifiedTime(FileTime.fromMillis(0)));
            out.closeEntry();
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        return zip;
    }

    /**
     * The templates of all apps that the tests of this build have synthesized so far, without those with equal content.
     */
    static List<Path> templates() throws IOException {
        Map<String, Path> templates = new TreeMap<>();
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".template.json"))
                    .toList()) {
                templates.put(Files.readString(file), file);
            }
        }
        return List.copyOf(templates.values());
    }

    private static Path temporary(String name) {
        try {
            return Files.createTempDirectory(Files.createDirectories(FOLDER), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy: tests share what is made. */
    JsonNode target() {
        return target.deepCopy();
    }

    /** A copy. */
    JsonNode source() {
        return source.deepCopy();
    }

    /** The environment of a function of account B's. */
    Map<String, String> variables(String function) {
        Map<String, String> variables = new TreeMap<>();
        properties(source, "AWS::Lambda::Function", function)
                .at("/Environment/Variables")
                .forEachEntry((name, value) -> variables.put(name, value.asText()));
        return variables;
    }

    /** The properties of the one resource of a type whose logical id starts like that, in the usual partition. */
    static JsonNode properties(JsonNode template, String type, String idStart) {
        return Resolved.in("aws", resource(template, type, idStart).get("Properties"));
    }

    static JsonNode resource(JsonNode template, String type, String idStart) {
        return template.get("Resources").get(logicalId(template, type, idStart));
    }

    static String logicalId(JsonNode template, String type, String idStart) {
        return ids(template, type, idStart).stream()
                .reduce((one, other) -> {
                    throw new AssertionError("both " + one + " and " + other + " are a " + type);
                })
                .orElseThrow(() -> new AssertionError("no " + type + " whose id starts with " + idStart));
    }

    static List<String> ids(JsonNode template, String type, String idStart) {
        return template.get("Resources").properties().stream()
                .filter(resource -> resource.getKey().startsWith(idStart)
                        && resource.getValue().get("Type").asText().equals(type))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The properties of every resource of a type, in the usual partition. */
    static List<JsonNode> all(JsonNode template, String type) {
        return ids(template, type, "").stream()
                .map(id -> Resolved.in("aws", template.get("Resources").get(id).get("Properties")))
                .toList();
    }
}
