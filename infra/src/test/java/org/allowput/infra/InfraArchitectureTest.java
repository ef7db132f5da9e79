package org.allowput.infra;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

/** The stacks depend on the settings, not the other way round, and no class depends on itself through others. */
@AnalyzeClasses(packages = "org.allowput.infra", importOptions = ImportOption.DoNotIncludeTests.class)
class InfraArchitectureTest {
    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("org.allowput.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule SETTINGS_DO_NOT_DEPEND_ON_STACKS = noClasses()
            .that()
            .resideInAPackage("org.allowput.infra.settings..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.allowput.infra", "software.amazon..", "software.constructs..");

    @ArchTest
    static final ArchRule CLASSES_HAVE_NO_CYCLES =
            slices().assignedFrom(new TopLevelClasses()).should().beFreeOfCycles();

    /** A class with those nested in it, of the stacks' package. */
    private static final class TopLevelClasses implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            return javaClass.getPackageName().equals("org.allowput.infra")
                    ? SliceIdentifier.of(topLevel(javaClass).getSimpleName())
                    : SliceIdentifier.ignore();
        }

        private static JavaClass topLevel(JavaClass javaClass) {
            return javaClass.getEnclosingClass().map(TopLevelClasses::topLevel).orElse(javaClass);
        }

        @Override
        public String getDescription() {
            return "every top-level class of the stacks";
        }
    }
}
