package org.allowput.lambda;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
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
     * an answer is no exception's: CountingHttpClient counts it.
     */
    @ArchTest
    static final ArchRule onePlaceSortsExceptions = noClasses()
            .that()
            .doNotHaveSimpleName("FailureClassifier")
            .and()
            .doNotHaveSimpleName("AssumeRoleException")
            .should()
            .callMethodWhere(describe(
                    "a look at the status or code of an AWS exception",
                    call -> call.getTargetOwner().getName().startsWith("software.amazon.awssdk")
                            && !call.getTargetOwner().getName().startsWith("software.amazon.awssdk.http")
                            && (call.getName().equals("statusCode")
                                    || call.getName().equals("awsErrorDetails")
                                    || call.getName().equals("errorCode"))));

    @ArchTest
    static final ArchRule readingEventsKnowsNothingOfAws = noClasses()
            .that()
            .resideInAPackage("..events..")
            .should()
            .dependOnClassesThat(resideInAPackage("software.amazon.awssdk.services..")
                    .or(resideInAPackage("org.allowput.lambda.copy.."))
                    .or(resideInAPackage("org.allowput.lambda.report..")));

    @ArchTest
    static final ArchRule theCopyKnowsNothingOfEventsOrLogs = noClasses()
            .that()
            .resideInAPackage("..copy..")
            .should()
            .dependOnClassesThat(resideInAPackage("org.allowput.lambda.events..")
                    .or(resideInAPackage("org.allowput.lambda.report..")));

    @ArchTest
    static final ArchRule loopbackKnowsNothingOfTheFunction = noClasses()
            .that()
            .resideInAPackage("..loopback..")
            .should()
            .dependOnClassesThat(resideInAPackage("org.allowput.lambda..")
                    .and(not(resideInAPackage("org.allowput.lambda.loopback.."))))
            .orShould()
            .dependOnClassesThat(resideInAPackage("software.amazon.awssdk.services.."));

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("org.allowput.lambda.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyTheHandlerIsEnteredFromOutside = classes()
            .that()
            .resideInAPackage("org.allowput.lambda")
            .and()
            .arePublic()
            .should(ArchConditions.be(simpleName("ReplicationHandler")));

    private static boolean isClient(JavaClass type) {
        return type.isAssignableTo("software.amazon.awssdk.utils.SdkAutoCloseable")
                && type.getName().endsWith("Client");
    }
}
