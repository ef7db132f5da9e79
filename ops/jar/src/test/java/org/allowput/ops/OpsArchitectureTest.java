package org.allowput.ops;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.Slice;
import org.allowput.emulator.testing.PackageRules;

@AnalyzeClasses(packages = "org.allowput.ops", importOptions = DoNotIncludeTests.class)
class OpsArchitectureTest {
    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("org.allowput.ops.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule packagesAreSmall = PackageRules.size();

    @ArchTest
    static final ArchRule aCommandKnowsNoOtherCommand = slices().matching("org.allowput.ops.(*)..")
            .that(new DescribedPredicate<>("are commands") {
                @Override
                public boolean test(Slice slice) {
                    return !slice.getDescription().matches(".*\\b(cli|aws|queue|compare)\\b.*");
                }
            })
            .should()
            .notDependOnEachOther();

    /** What they share is in the contract. */
    @ArchTest
    static final ArchRule theFunctionIsNotUsed =
            noClasses().should().dependOnClassesThat(resideInAPackage("org.allowput.lambda.."));

    @ArchTest
    static final ArchRule onlyServiceClientsBuildsClients = noClasses()
            .that()
            .doNotHaveSimpleName("ServiceClients")
            .and()
            .doNotHaveSimpleName("ProfileClients")
            .should()
            .callMethodWhere(DescribedPredicate.describe(
                    "build() of a client's builder, or create() of a client",
                    call -> (call.getName() + " " + call.getTargetOwner().getSimpleName())
                            .matches("create .*Client|build .*ClientBuilder")));
}
