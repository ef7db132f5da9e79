package org.allowput.infra.reconcile;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.allowput.contract.OperationsPrefix;
import org.allowput.contract.receipt.Receipts;
import org.allowput.infra.settings.Settings;
import software.amazon.awscdk.services.athena.CfnNamedQuery;
import software.amazon.awscdk.services.athena.CfnWorkGroup;
import software.amazon.awscdk.services.glue.CfnDatabase;
import software.amazon.awscdk.services.glue.CfnTable;
import software.amazon.awscdk.services.glue.CfnTable.ColumnProperty;
import software.constructs.Construct;

/**
 * Athena over the receipts where they lie, for more than one machine can read: a table, the queries of
 * {@code bin/query} over receipts alone, and a workgroup that limits what one query costs.
 *
 * <p>Folder and day of receipts are partitions that Athena projects: it lists only the days that a query names.
 *
 * @see <a href="https://docs.aws.amazon.com/athena/latest/ug/partition-projection.html">Partition projection</a>
 */
public final class AthenaQueries extends Construct {
    /** Each is a file, the same as {@code bin/query} runs with DuckDB. */
    static final List<String> NAMED = List.of("bill", "copied", "lag", "largest", "timeline", "waiting");

    /** What a saved query reads until somebody changes it. */
    private static final String LAST_WEEK = "day >= date_format(current_date - INTERVAL '7' DAY, '%Y/%m/%d')";

    /** 100 GiB, which are half a dollar. */
    private static final long MOST_BYTES = 100L << 30;

    /** Of the workgroup and of the database, whose name has no hyphen. */
    private final String name;

    private final Settings settings;

    public AthenaQueries(Construct scope, Settings settings) {
        super(scope, "Queries");
        this.settings = settings;
        name = settings.deploymentName().appendedTo("allow_put").replace('-', '_');
        CfnDatabase database = CfnDatabase.Builder.create(this, "Database")
                .catalogId(settings.source().account().text())
                .databaseInput(CfnDatabase.DatabaseInputProperty.builder()
                        .name(name)
                        .description("Receipts of objects that were copied to "
                                + settings.target().bucketName())
                        .build())
                .build();
        lines(database);
        days(database);
        CfnWorkGroup workGroup = workGroup();
        for (String query : NAMED) {
            String text = text(query);
            CfnNamedQuery.Builder.create(this, query)
                    .name(query)
                    .description(text.lines().findFirst().orElseThrow().substring("-- ".length()))
                    .database(database.getRef())
                    .workGroup(workGroup.getRef())
                    .queryString(text("athena").replace("${condition}", LAST_WEEK) + text)
                    .build();
        }
    }

    /** Of the database, and of the workgroup. */
    public String name() {
        return name;
    }

    /** The objects that the function writes. */
    private void lines(CfnDatabase database) {
        String location = location(Receipts.PREFIX);
        String folders = Receipts.prefixes("").stream()
                .map(prefix -> prefix.replace("/", ""))
                .collect(Collectors.joining(","));
        table(
                database,
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
                        .columns(columns())
                        .inputFormat("org.apache.hadoop.mapred.TextInputFormat")
                        .outputFormat("org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat")
                        .serdeInfo(serde("org.openx.data.jsonserde.JsonSerDe"))
                        .build());
    }

    /** The same in few files, which an INSERT INTO writes for a day. */
    private void days(CfnDatabase database) {
        table(
                database,
                "receipt_days",
                Map.of("classification", "parquet"),
                CfnTable.StorageDescriptorProperty.builder()
                        .location(location(OperationsPrefix.RECEIPT_DAYS))
                        .columns(columns())
                        .inputFormat("org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat")
                        .outputFormat("org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat")
                        .serdeInfo(serde("org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"))
                        .build());
    }

    private void table(
            CfnDatabase database,
            String table,
            Map<String, String> parameters,
            CfnTable.StorageDescriptorProperty storage) {
        CfnTable.Builder.create(this, table)
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

    private String location(String prefix) {
        return "s3://" + settings.operations().bucketName() + "/" + prefix;
    }

    private static CfnTable.SerdeInfoProperty serde(String library) {
        return CfnTable.SerdeInfoProperty.builder()
                .serializationLibrary(library)
                .build();
    }

    /** The fields of a receipt. */
    private static List<ColumnProperty> columns() {
        try {
            return new ObjectMapper()
                    .readTree(text("receipt.schema.json"))
                    .get("properties")
                    .propertyStream()
                    .map(field -> column(field.getKey().toLowerCase(Locale.ROOT), type(field.getValue())))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String type(JsonNode field) {
        return field.path("type").asText().equals("integer") ? "bigint" : "string";
    }

    private static ColumnProperty column(String name, String type) {
        return ColumnProperty.builder().name(name).type(type).build();
    }

    private CfnWorkGroup workGroup() {
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
                                .expectedBucketOwner(settings.source().account().text())
                                .encryptionConfiguration(CfnWorkGroup.EncryptionConfigurationProperty.builder()
                                        .encryptionOption("SSE_S3")
                                        .build())
                                .build())
                        .build())
                .build();
    }

    private static String text(String name) {
        String path = name.contains(".") ? "/" + name : "/queries/" + name + ".sql";
        try (InputStream file = Objects.requireNonNull(AthenaQueries.class.getResourceAsStream(path), path)) {
            return new String(file.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
