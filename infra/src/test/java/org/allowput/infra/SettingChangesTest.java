package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.allowput.emulator.testing.Nightly;
import org.allowput.infra.settings.Setting;
import org.allowput.infra.settings.SettingsSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The table of docs/changing-settings.md has what each change of a setting does: two deployments are synthesized, and
 * their templates compared. {@code mvn -pl infra -am test -Dsnapshots=update} writes it. Each build compares the rows
 * of settings that replace something, by night all.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SettingChangesTest {
    private static final Path PAGE = Path.of("..", "docs", "changing-settings.md");
    private static final String BEGIN = "<!-- table: changes -->\n\n";
    private static final String END = "\n<!-- end: changes -->";
    private static final String HEADER = """
        setting | replaced | added or removed | updated in place | what is there
        --- | --- | --- | --- | ---
        """;
    private static final String NOTHING = "–";

    /** They follow the function: the page says so above the table. */
    private static final Set<String> OF_FUNCTIONS = Set.of("AWS::Lambda::Version", "AWS::Lambda::Alias");

    /** Account A's queue of what EventBridge could not give to the topic of the alarms: no event of an object. */
    private static final String EVENTS_FOR_THE_MAILS = "MonitoringEvents";

    private static final boolean UPDATE = "update".equals(System.getProperty("snapshots"));

    private final ResourceSchemas schemas = ResourceSchemas.read();
    private final FunctionZips zips = Synthesised.zips();
    private final Map<Map<String, String>, Map<String, JsonNode>> deployed = new HashMap<>();

    @TempDir
    private Path folder;

    /** @param stack A or B, and where it is */
    private record Change(Setting setting, String stack, JsonNode before, JsonNode after) {}

    @Test
    void theTableHasWhatEachChangeReplacesAddsRemovesAndUpdates() throws IOException {
        Map<String, String> written = rows();
        boolean all = UPDATE || Nightly.Condition.includes(4);
        Map<String, String> expected = new TreeMap<>();
        for (Setting setting : SettingsSchema.settings()) {
            String row = written.getOrDefault(setting.path(), "");
            expected.put(setting.path(), all || replaces(row) ? row(setting) : row);
        }
        if (UPDATE) {
            write(expected);
        }

        assertThat(rows()).isEqualTo(expected);
    }

    @Test
    void theTableHasEverySettingOnceInTheOrderOfTheSchema() throws IOException {
        List<String> paths = paths();

        assertThat(table().lines().skip(2).map(SettingChangesTest::path)).containsExactlyElementsOf(paths);
        assertThat(paths).containsAll(SettingChanges.named());
    }

    /** Otherwise messages, objects, receipts or logs would be gone. */
    @Test
    void whatHoldsDataIsKeptOrItsRemovalIsRefused() throws IOException {
        Set<String> kept = new TreeSet<>();
        for (Change change : replacing()) {
            TemplateDifference difference = difference(change);
            Map<String, JsonNode> gone = new TreeMap<>(difference.replaced());
            gone.putAll(difference.addedOrRemoved());
            String path = change.setting().path();
            gone.forEach((id, resource) -> {
                switch (type(resource)) {
                    case "S3::Bucket", "Logs::LogGroup" -> {
                        assertThat(isKept(resource)).as(path + ": " + id).isTrue();
                        kept.add(type(resource) + " of " + path);
                    }
                    case "SQS::Queue" -> assertThat(id).as("a queue of " + path).startsWith(EVENTS_FOR_THE_MAILS);
                    case "StepFunctions::StateMachine" ->
                        assertThat(change.before().at("/Rules").propertyNames()).contains("NoExecutionIsEnded");
                    default -> {}
                }
            });
        }
        assertThat(kept)
                .contains(
                        "S3::Bucket of operations.bucketName",
                        "S3::Bucket of source.bucketName",
                        "S3::Bucket of target.bucketName");
    }

    /** CloudFormation creates a resource before it deletes the one that it replaces. */
    @Test
    void noChangeReplacesAResourceByOneOfTheSameName() throws IOException {
        List<String> collisions = new ArrayList<>();
        for (Change change : replacing()) {
            JsonNode previous = change.before().get("Resources");
            JsonNode next = change.after().get("Resources");
            TemplateDifference difference = difference(change);
            difference.replaced().keySet().stream()
                    .filter(id -> TemplateDifference.collide(previous.get(id), next.get(id), schemas))
                    .forEach(id -> collisions.add(change.setting().path() + ": " + id));
            for (String removed : difference.addedOrRemoved().keySet()) {
                difference.addedOrRemoved().keySet().stream()
                        .filter(added -> previous.has(removed) && next.has(added))
                        .filter(added -> TemplateDifference.collide(previous.get(removed), next.get(added), schemas))
                        .forEach(added -> collisions.add(change.setting().path() + ": " + removed + ", " + added));
            }
        }
        assertThat(collisions).isEmpty();
    }

    @Test
    void aChangeThatReplacesSomethingSaysWhatBecomesOfWhatIsThere() throws IOException {
        assertThat(rows().values())
                .filteredOn(SettingChangesTest::replaces)
                .hasSizeGreaterThan(10)
                .noneMatch(row -> row.endsWith("| " + NOTHING));
    }

    /** Whether a change of such a property replaces the resource would depend on its value. */
    @Test
    void noTemplateHasAPropertyThatReplacesItsResourceInSomeCasesOnly() {
        for (Map<String, ?> options : List.of(Synthesised.EVERYTHING, Synthesised.ALTERNATIVES)) {
            deployment(Json.map(Json.of(options)).entrySet().stream()
                            .collect(Collectors.toMap(Map.Entry::getKey, value -> String.valueOf(value.getValue()))))
                    .values()
                    .forEach(template -> template.get("Resources")
                            .forEach(resource -> assertThat(schemas.conditional(
                                            resource.get("Type").asString()))
                                    .allSatisfy(property -> assertThat(resource.path("Properties")
                                                    .at(property)
                                                    .isMissingNode())
                                            .isTrue())));
        }
    }

    /** Those of settings that replace something by the table, which the other test compares; by night of all. */
    private List<Change> replacing() throws IOException {
        Map<String, String> rows = rows();
        return SettingsSchema.settings().stream()
                .filter(setting -> Nightly.Condition.includes(4) || replaces(rows.getOrDefault(setting.path(), "")))
                .flatMap(setting -> changes(setting).stream())
                .toList();
    }

    private static boolean replaces(String row) {
        return !row.isEmpty() && !row.split(" \\| ", 3)[1].equals(NOTHING);
    }

    private String row(Setting setting) {
        Set<String> replaced = new TreeSet<>();
        Set<String> addedOrRemoved = new TreeSet<>();
        Set<String> updated = new TreeSet<>();
        List<Change> changes = changes(setting);
        for (String stack : List.of("A", "B")) {
            List<TemplateDifference> differences = changes.stream()
                    .filter(change -> change.stack().equals(stack))
                    .map(this::difference)
                    .toList();
            if (differences.isEmpty()) {
                replaced.add(stack + ": another stack");
            }
            add(replaced, stack, differences, TemplateDifference::replaced, SettingChangesTest::named);
            add(
                    addedOrRemoved,
                    stack,
                    differences,
                    TemplateDifference::addedOrRemoved,
                    (id, resource) -> type(resource) + kept(resource));
            add(updated, stack, differences, TemplateDifference::updated, (id, resource) -> type(resource));
        }
        return "[`%s`](settings.md#%s) | %s | %s | %s | %s"
                .formatted(
                        setting.path(),
                        setting.path().replaceAll("[\\[\\]<>]", ""),
                        cell(replaced),
                        cell(addedOrRemoved),
                        cell(updated),
                        SettingChanges.effect(setting).orElse(NOTHING));
    }

    private static void add(
            Set<String> cell,
            String stack,
            List<TemplateDifference> differences,
            Function<TemplateDifference, Map<String, JsonNode>> which,
            BiFunction<String, JsonNode, String> shown) {
        Map<String, JsonNode> resources = new TreeMap<>();
        differences.forEach(difference -> resources.putAll(which.apply(difference)));
        resources
                .values()
                .removeIf(resource -> OF_FUNCTIONS.contains(resource.get("Type").asString()));
        String list = resources.entrySet().stream()
                .map(resource -> shown.apply(resource.getKey(), resource.getValue()))
                .collect(Collectors.groupingBy(text -> text, TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(entry -> (entry.getValue() == 1 ? "" : entry.getValue() + " ") + entry.getKey())
                .collect(Collectors.joining(", "));
        if (!list.isEmpty()) {
            cell.add(stack + ": " + list);
        }
    }

    private static String named(String id, JsonNode resource) {
        return "`" + id.replaceFirst("[0-9A-F]{8}$", "") + "`" + kept(resource);
    }

    private static String type(JsonNode resource) {
        return resource.get("Type").asString().replaceFirst("AWS::", "");
    }

    private static String kept(JsonNode resource) {
        return isKept(resource) ? " (kept)" : "";
    }

    private static boolean isKept(JsonNode resource) {
        return resource.path("UpdateReplacePolicy").asString("").equals("Retain")
                && resource.path("DeletionPolicy").asString("").equals("RetainExceptOnCreate");
    }

    private static String cell(Set<String> stacks) {
        return stacks.isEmpty() ? NOTHING : String.join("; ", stacks);
    }

    private TemplateDifference difference(Change change) {
        return TemplateDifference.between(change.before(), change.after(), schemas);
    }

    /** Of each stack that stays where it is, from one deployment to the next. */
    private List<Change> changes(Setting setting) {
        List<Change> changes = new ArrayList<>();
        List<Map<String, String>> deployments = SettingChanges.deployments(setting);
        assertThat(deployments).as(setting.path()).hasSizeGreaterThan(1);
        for (int index = 1; index < deployments.size(); index++) {
            Map<String, JsonNode> before = deployment(deployments.get(index - 1));
            Map<String, JsonNode> after = deployment(deployments.get(index));
            before.forEach((stack, template) -> {
                if (after.containsKey(stack)) {
                    String account = stack.startsWith(TargetAccountStack.ID) ? "A" : "B";
                    changes.add(new Change(setting, account, template, after.get(stack)));
                }
            });
            assertThat(before).as(setting.path()).isNotEqualTo(after);
        }
        return changes;
    }

    /** The template of each stack, by its name and its account and Region. */
    private Map<String, JsonNode> deployment(Map<String, String> options) {
        return deployed.computeIfAbsent(options, missing -> {
            Path assembly = folder.resolve(Integer.toString(deployed.size()));
            Synthesised.synthesize(Synthesised.context(options), zips, Map.of(), assembly);
            Map<String, JsonNode> stacks = new TreeMap<>();
            JsonMapper json = JsonMapper.shared();
            json.readTree(assembly.resolve("manifest.json")).get("artifacts").forEachEntry((id, artifact) -> {
                if (artifact.get("type").asString().equals("aws:cloudformation:stack")) {
                    Path template = assembly.resolve(
                            artifact.at("/properties/templateFile").asString());
                    stacks.put(id + " in " + artifact.get("environment").asString(), json.readTree(template));
                }
            });
            return stacks;
        });
    }

    private static List<String> paths() {
        return SettingsSchema.settings().stream().map(Setting::path).toList();
    }

    private static String path(String row) {
        return row.replaceFirst("\\[`([^`]+)`.*", "$1");
    }

    /** By the path of the setting. */
    private static Map<String, String> rows() throws IOException {
        return table().lines().skip(2).collect(Collectors.toMap(SettingChangesTest::path, row -> row));
    }

    private static String table() throws IOException {
        String page = Files.readString(PAGE);
        return page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END));
    }

    private static void write(Map<String, String> rows) throws IOException {
        String lines = paths().stream().map(path -> rows.get(path) + "\n").collect(Collectors.joining());
        Files.writeString(PAGE, Files.readString(PAGE).replace(BEGIN + table() + END, BEGIN + HEADER + lines + END));
    }
}
