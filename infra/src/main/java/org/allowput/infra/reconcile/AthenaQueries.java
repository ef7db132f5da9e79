package org.allowput.infra.reconcile;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.allowput.contract.OperationsPrefix;
import org.allowput.contract.receipt.ReceiptSchema;
import org.allowput.contract.receipt.Receipts;
import org.allowput.infra.construct.PackagedFile;
import org.allowput.infra.settings.Settings;
import software.amazon.awscdk.services.athena.CfnNamedQuery;
import software.amazon.awscdk.services.athena.CfnWorkGroup;
import software.amazon.awscdk.services.glue.CfnDatabase;
import software.amazon.awscdk.services.glue.CfnTable;
import software.amazon.awscdk.services.glue.CfnTable.ColumnProperty;
import software.amazon.awscdk.services.glue.CfnTable.StorageDescriptorProperty;
import software.constructs.Construct;

/**
 * Athena over the receipts where they lie, for more than one machine can read: tables, the queries of {@code bin/query}
 * over receipts alone, and a workgroup that limits what one query costs.
 */
public final class AthenaQueries extends Construct {
    /** In the stack. */
    public static final String ID = "Queries";

    /** Each is a file, the same as {@code bin/query} runs with DuckDB. */
    private static final List<String> NAMED = List.of("bill", "copied", "lag", "largest", "timeline", "waiting");

    /** What a saved query reads until somebody changes it. */
    private static final String LAST_WEEK = "day >= date_format(current_date - INTERVAL '7' DAY, '%Y/%m/%d')";

    /** The most bytes that a query may read: 100 GiB, which cost half a dollar. */
    private static final long MOST_BYTES = 100L << 30;

    /** The name of the workgroup, and of the database, whose name has no hyphen. */
    private final String name;

    private final Settings settings;

    public AthenaQueries(Construct scope, Settings settings) {
        super(scope, ID);
        this.settings = settings;
        name = settings.named("allow_put").replace('-', '_');
        CfnDatabase database = CfnDatabase.Builder.create(this, "Database")
                .catalogId(settings.source().account())
                .databaseInput(CfnDatabase.DatabaseInputProperty.builder()
                        .name(name)
                        .description("Receipts of objects that were copied to "
                                + settings.target().bucketName())
                        .build())
                .build();
        createTables(database);
        CfnWorkGroup workGroup = createWorkGroup();
        String receipts = PackagedFile.text("/queries/athena.sql")
                .replace("${columns}", schema().columnsInAthena())
                .replace("${condition}", LAST_WEEK);
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

    private static ReceiptSchema schema() {
        return new ReceiptSchema(PackagedFile.text("/receipt.schema.json").getBytes(StandardCharsets.UTF_8));
    }

    private void createTables(CfnDatabase database) {
        String lines = location(Receipts.PREFIX);
        String folders = Receipts.prefixes("").stream()
                .map(prefix -> prefix.replace("/", ""))
                .collect(Collectors.joining(","));
        // The objects that the function writes. Athena projects their folder and day as partitions: it lists only the
        // days that a query names (https://docs.aws.amazon.com/athena/latest/ug/partition-projection.html).
        createTable(
                database,
                "receipt_lines",
                new TreeMap<>(Map.of(
                        "projection.enabled",
                        "true",
                        "projection.folder.type",
                        "enum",
                        "projection.folder.values",
                        folders,
                        "projection.day.type",
                        "date",
                        "projection.day.format",
                        Receipts.DAY,
                        "projection.day.range",
                        "NOW-%dDAYS,NOW".formatted(settings.receipts().keptDays()),
                        "storage.location.template",
                        lines + "${folder}/${day}/")),
                storage(
                        lines,
                        "org.apache.hadoop.mapred.TextInputFormat",
                        "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
                        "org.openx.data.jsonserde.JsonSerDe"));
        // The same in few files, which an INSERT INTO writes for a day.
        createTable(
                database,
                "receipt_days",
                Map.of("classification", "parquet"),
                storage(
                        location(OperationsPrefix.RECEIPT_DAYS),
                        "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
                        "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
                        "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"));
    }

    private void createTable(
            CfnDatabase database, String table, Map<String, String> parameters, StorageDescriptorProperty storage) {
        CfnTable.Builder.create(this, table)
                .catalogId(settings.source().account())
                .databaseName(database.getRef())
                .tableInput(CfnTable.TableInputProperty.builder()
                        .name(table)
                        .description("A receipt per row, as docs/receipt.schema.json describes it; times are texts")
                        .tableType("EXTERNAL_TABLE")
                        .parameters(parameters)
                        .partitionKeys(List.of(column("folder", "string"), column("day", "string")))
                        .storageDescriptor(storage)
                        .build())
                .build();
    }

    private static StorageDescriptorProperty storage(String location, String input, String output, String serde) {
        return StorageDescriptorProperty.builder()
                .location(location)
                .columns(columns())
                .inputFormat(input)
                .outputFormat(output)
                .serdeInfo(CfnTable.SerdeInfoProperty.builder()
                        .serializationLibrary(serde)
                        .build())
                .build();
    }

    private CfnWorkGroup createWorkGroup() {
        return CfnWorkGroup.Builder.create(this, "WorkGroup")
                .name(name)
                .description("Queries over receipts: bin/query --athena")
                .recursiveDeleteOption(true)
                .workGroupConfiguration(CfnWorkGroup.WorkGroupConfigurationProperty.builder()
                        .enforceWorkGroupConfiguration(true)
                        .bytesScannedCutoffPerQuery(MOST_BYTES)
                        .publishCloudWatchMetricsEnabled(false)
                        .resultConfiguration(CfnWorkGroup.ResultConfigurationProperty.builder()
                                .outputLocation(location(OperationsPrefix.ATHENA))
                                .expectedBucketOwner(settings.source().account())
                                .encryptionConfiguration(CfnWorkGroup.EncryptionConfigurationProperty.builder()
                                        .encryptionOption("SSE_S3")
                                        .build())
                                .build())
                        .build())
                .build();
    }

    /** The address of what is below a prefix of the operations bucket. */
    private String location(String prefix) {
        return "s3://" + settings.operations().bucketName() + "/" + prefix;
    }

    /** The fields of a receipt. */
    private static List<ColumnProperty> columns() {
        return schema().fields().entrySet().stream()
                .map(field -> column(
                        field.getKey().toLowerCase(Locale.ROOT),
                        field.getValue() == ReceiptSchema.Type.NUMBER ? "bigint" : "string"))
                .toList();
    }

    private static ColumnProperty column(String name, String type) {
        return ColumnProperty.builder().name(name).type(type).build();
    }

    /** The name of the database, and of the workgroup. */
    public String name() {
        return name;
    }
}
