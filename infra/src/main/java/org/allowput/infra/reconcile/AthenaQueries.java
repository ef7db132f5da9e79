package org.allowput.infra.reconcile;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.allowput.contract.OperationsPrefix;
import org.allowput.contract.receipt.Receipts;
import org.allowput.infra.construct.PackagedFile;
import org.allowput.infra.settings.Settings;
import software.amazon.awscdk.Intrinsic;
import software.amazon.awscdk.services.athena.CfnNamedQuery;
import software.amazon.awscdk.services.athena.CfnWorkGroup;
import software.amazon.awscdk.services.glue.CfnDatabase;
import software.amazon.awscdk.services.glue.CfnTable;
import software.constructs.Construct;
import tools.jackson.databind.json.JsonMapper;

/**
 * Athena over the receipts where they lie, for more than one machine can read: tables, the queries of {@code bin/query}
 * over receipts alone, and a workgroup that limits what one query costs. {@code athena.yaml} declares them.
 */
public final class AthenaQueries extends Construct {
    /** In the stack. */
    public static final String ID = "Queries";

    /** Each is a file, the same as {@code bin/query} runs with DuckDB. */
    private static final List<String> NAMED = List.of("bill", "copied", "lag", "largest", "timeline", "waiting");

    /** What a saved query reads until somebody changes it. */
    private static final String LAST_WEEK = "day >= date_format(current_date - INTERVAL '7' DAY, '%Y/%m/%d')";

    /** Of the workgroup and of the database, whose name has no hyphen. */
    private final String name;

    public AthenaQueries(Construct scope, Settings settings) {
        super(scope, ID);
        name = settings.named("allow_put").replace('-', '_');
        Map<?, ?> declared = (Map<?, ?>) PackagedFile.filled(PackagedFile.yaml("/athena.yaml"), values(settings));
        CfnDatabase database = CfnDatabase.Builder.create(this, "Database")
                .catalogId(settings.source().account())
                .databaseInput(properties(declared, "Database"))
                .build();
        Map<?, ?> tables = (Map<?, ?>) Objects.requireNonNull(declared.get("Tables"));
        tables.keySet()
                .forEach(table -> CfnTable.Builder.create(this, table.toString())
                        .catalogId(settings.source().account())
                        .databaseName(database.getRef())
                        .tableInput(properties(tables, table.toString()))
                        .build());
        CfnWorkGroup workGroup = CfnWorkGroup.Builder.create(this, "WorkGroup")
                .name(name)
                .description("Queries over receipts: bin/query --athena")
                .recursiveDeleteOption(true)
                .workGroupConfiguration(properties(declared, "WorkGroup"))
                .build();
        String receipts = PackagedFile.text("/queries/athena.sql").replace("${condition}", LAST_WEEK);
        for (String query : NAMED) {
            String text = PackagedFile.text("/queries/" + query + ".sql");
            CfnNamedQuery.Builder.create(this, query)
                    .name(query)
                    .description(text.lines().findFirst().orElseThrow().substring("-- ".length()))
                    .database(database.getRef())
                    .workGroup(workGroup.getRef())
                    .queryString(receipts + text)
                    .build();
        }
    }

    private Map<String, Object> values(Settings settings) {
        String operations = "s3://" + settings.operations().bucketName() + "/";
        String folders = Receipts.prefixes("").stream()
                .map(prefix -> prefix.replace("/", ""))
                .collect(Collectors.joining(","));
        return Map.of(
                "DatabaseName",
                name,
                "Account",
                settings.source().account(),
                "TargetBucket",
                settings.target().bucketName(),
                "Receipts",
                operations + Receipts.PREFIX,
                "ReceiptDays",
                operations + OperationsPrefix.RECEIPT_DAYS,
                "Answers",
                operations + OperationsPrefix.ATHENA,
                "Folders",
                folders,
                "DayFormat",
                Receipts.DAY,
                "KeptDays",
                settings.receipts().keptDays(),
                "Columns",
                columns());
    }

    /** As the CDK takes them without a builder. */
    private static Intrinsic properties(Map<?, ?> declared, String resource) {
        return new Intrinsic(Objects.requireNonNull(declared.get(resource), resource));
    }

    /** Those of the fields of a receipt. */
    private static List<Map<String, String>> columns() {
        return JsonMapper.shared()
                .readTree(PackagedFile.text("/receipt.schema.json"))
                .get("properties")
                .propertyStream()
                .map(field -> Map.of(
                        "name",
                        field.getKey().toLowerCase(Locale.ROOT),
                        "type",
                        field.getValue().path("type").asString().equals("integer") ? "bigint" : "string"))
                .toList();
    }

    /** Of the database, and of the workgroup. */
    public String name() {
        return name;
    }
}
