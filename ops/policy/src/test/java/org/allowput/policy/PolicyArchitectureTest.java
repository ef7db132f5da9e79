package org.allowput.policy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packagesOf = PolicyArchitectureTest.class, importOptions = DoNotIncludeTests.class)
class PolicyArchitectureTest {
    @ArchTest
    static final ArchRule theEvaluatorKnowsNothingElseOfThisRepository = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..", "org.jspecify..", "com.fasterxml.jackson..", "org.yaml..", "org.allowput.policy..");
}
