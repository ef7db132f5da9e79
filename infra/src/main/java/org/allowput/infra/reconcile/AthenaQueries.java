package org.allowput.infra.reconcile;

import java.util.List;
import org.allowput.contract.OperationsPrefix;
import org.allowput.infra.construct.PackagedFile;
import org.allowput.infra.settings.Settings;
import software.amazon.awscdk.services.athena.CfnNamedQuery;
import software.amazon.awscdk.services.athena.CfnWorkGroup;
import software.amazon.awscdk.services.glue.CfnDatabase;
import software.constructs.Construct;

/**
 * Athena over the receipts where they lie, for more than one machine can read: a table, the queries of
 * {@code bin/query} over receipts alone, and a workgroup that limits what one query costs.
 */
public final class AthenaQueries extends Construct {
    /** In the stack. */
    public static final String ID = "Queries";

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
        super(scope, ID);
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
        new GlueTables(this, settings, database).create();
        CfnWorkGroup workGroup = workGroup();
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

    /** Of the database, and of the workgroup. */
    public String name() {
        return name;
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
                                .outputLocation(GlueTables.location(settings, OperationsPrefix.ATHENA))
                                .expectedBucketOwner(settings.source().account().text())
                                .encryptionConfiguration(CfnWorkGroup.EncryptionConfigurationProperty.builder()
                                        .encryptionOption("SSE_S3")
                                        .build())
                                .build())
                        .build())
                .build();
    }
}
