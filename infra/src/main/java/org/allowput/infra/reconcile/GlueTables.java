package org.allowput.infra.reconcile;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.allowput.contract.OperationsPrefix;
import org.allowput.contract.receipt.Receipts;
import org.allowput.infra.construct.PackagedFile;
import org.allowput.infra.settings.Settings;
import software.amazon.awscdk.services.glue.CfnDatabase;
import software.amazon.awscdk.services.glue.CfnTable;
import software.amazon.awscdk.services.glue.CfnTable.ColumnProperty;
import software.constructs.Construct;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Athena's tables of receipts, with the fields of {@code docs/receipt.schema.json} as columns. Folder and day of the
 * objects that the function writes are partitions that Athena projects: it lists only the days that a query names.
 *
 * @see <a href="https://docs.aws.amazon.com/athena/latest/ug/partition-projection.html">Partition projection</a>
 */
final class GlueTables {
    private final Construct scope;
    private final Settings settings;
    private final CfnDatabase database;
    private final List<ColumnProperty> columns = columns();

    GlueTables(Construct scope, Settings settings, CfnDatabase database) {
        this.scope = scope;
        this.settings = settings;
        this.database = database;
    }

    void create() {
        lines();
        days();
    }

    /** The objects that the function writes. */
    private void lines() {
        String location = location(settings, Receipts.PREFIX);
        String folders = Receipts.prefixes("").stream()
                .map(prefix -> prefix.replace("/", ""))
                .collect(Collectors.joining(","));
        table(
                "receipt_lines",
                Map.of(
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
                        "NOW-" + settings.receipts().keptDays() + "DAYS,NOW",
                        "storage.location.template",
                        location + "${folder}/${day}/"),
                CfnTable.StorageDescriptorProperty.builder()
                        .location(location)
                        .columns(columns)
                        .inputFormat("org.apache.hadoop.mapred.TextInputFormat")
                        .outputFormat("org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat")
                        .serdeInfo(serde("org.openx.data.jsonserde.JsonSerDe"))
                        .build());
    }

    /** The same in few files, which an INSERT INTO writes for a day. */
    private void days() {
        table(
                "receipt_days",
                Map.of("classification", "parquet"),
                CfnTable.StorageDescriptorProperty.builder()
                        .location(location(settings, OperationsPrefix.RECEIPT_DAYS))
                        .columns(columns)
                        .inputFormat("org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat")
                        .outputFormat("org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat")
                        .serdeInfo(serde("org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"))
                        .build());
    }

    private void table(String table, Map<String, String> parameters, CfnTable.StorageDescriptorProperty storage) {
        CfnTable.Builder.create(scope, table)
                .catalogId(settings.source().account().text())
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

    /** The address of what is below a prefix of the operations bucket. */
    static String location(Settings settings, String prefix) {
        return "s3://" + settings.operations().bucketName() + "/" + prefix;
    }

    private static CfnTable.SerdeInfoProperty serde(String library) {
        return CfnTable.SerdeInfoProperty.builder()
                .serializationLibrary(library)
                .build();
    }

    /** The fields of a receipt. */
    private static List<ColumnProperty> columns() {
        return JsonMapper.shared()
                .readTree(PackagedFile.text("/receipt.schema.json"))
                .get("properties")
                .propertyStream()
                .map(field -> column(field.getKey().toLowerCase(Locale.ROOT), type(field.getValue())))
                .toList();
    }

    private static String type(JsonNode field) {
        return field.path("type").asString().equals("integer") ? "bigint" : "string";
    }

    private static ColumnProperty column(String name, String type) {
        return ColumnProperty.builder().name(name).type(type).build();
    }
}
