package org.allowput.lambda;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import org.allowput.emulator.testing.PackageRules;
import org.allowput.emulator.testing.TopLevelClasses;

/** Where things are done, kept by the build. */
@AnalyzeClasses(packagesOf = ArchitectureTest.class, importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule onePlaceBuildsClients = noClasses()
            .that()
            .doNotHaveSimpleName("AwsClients")
            .should()
            .callMethodWhere(describe(
                    "builder() or create() of a client",
                    call -> (call.getName().equals("builder") || call.getName().equals("create"))
                            && isClient(call.getTargetOwner())));

    @ArchTest
    static final ArchRule onePlaceReadsTheEnvironment = noClasses()
            .that()
            .doNotHaveSimpleName("EnvironmentVariables")
            .should()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class)
            .orShould()
            .callMethod(System.class, "getProperty", String.class);

    /**
     * The others let exceptions pass or make one of their own of them, without a look at what is in it. The status of
     * an answer is no exception's: RequestCounter counts it.
     */
    @ArchTest
    static final ArchRule onePlaceSortsExceptions = noClasses()
            .that()
            .doNotHaveSimpleName("FailureClassifier")
            .and()
            .doNotHaveSimpleName("AssumeRoleException")
            .and()
            .doNotHaveSimpleName("KnownErrors")
            .should()
            .callMethodWhere(describe(
                    "a look at the status or code of an AWS exception",
                    call -> call.getTargetOwner().getName().startsWith("software.amazon.awssdk")
                            && !call.getTargetOwner().getName().startsWith("software.amazon.awssdk.http")
                            && (call.getName().equals("statusCode")
                                    || call.getName().equals("awsErrorDetails")
                                    || call.getName().equals("errorCode"))));

    /** Whom each package may depend on, within the function. All others it may not. */
    @ArchTest
    static final ArchRule packagesDependInOneDirection = PackageRules.uses("org.allowput.lambda", """
        : priming replication session settings large copy report
        priming: replication session settings copy report loopback http
        replication: session settings large copy multipart s3 failure retry events report http
        session: settings copy s3 failure http
        settings: copy s3 variables
        large: copy multipart s3 failure
        copy: multipart s3 checksum failure report variables
        multipart: s3 checksum failure
        s3: checksum failure variables
        checksum:
        failure:
        retry: copy events failure
        events:
        report:
        http:
        loopback:
        variables:
        """);

    @ArchTest
    static final ArchRule packagesAreSmall = PackageRules.size();

    @ArchTest
    static final ArchRule onlyTheCopyAndTheRoleUseAwsServices = noClasses()
            .that()
            .resideInAnyPackage("..events..", "..loopback..", "..report..")
            .should()
            .dependOnClassesThat(resideInAPackage("software.amazon.awssdk.services.."));

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("org.allowput.lambda.(**)").should().beFreeOfCycles();

    /** Nested classes count as their top-level class. */
    @ArchTest
    static final ArchRule classesHaveNoCycles =
            slices().assignedFrom(new TopLevelClasses()).should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyTheHandlersAreEnteredFromOutside = classes()
            .that()
            .resideInAPackage("org.allowput.lambda")
            .and()
            .areTopLevelClasses()
            .and()
            .arePublic()
            .should(ArchConditions.be(simpleName("ReplicationHandler").or(simpleName("LargeObjectHandler"))));

    private static boolean isClient(JavaClass type) {
        return type.getName().startsWith("software.amazon.awssdk.")
                && type.getName().endsWith("Client");
    }
}
