package io.korests;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** How the packages may know each other, and what no class may do. */
class ArchitectureTests {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.korests");

    /** Which packages each one knows; the start knows all. */
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            entry("config", Set.of()),
            entry("json", Set.of()),
            entry("key", Set.of("json")),
            entry("problem", Set.of()),
            entry("vault", Set.of("config", "key")),
            entry("client", Set.of("config", "json", "key", "vault")),
            entry("caller", Set.of("config", "problem")),
            entry("token", Set.of("caller", "client", "json", "key", "problem")),
            entry("web", Set.of("problem", "token")),
            entry("audit", Set.of("caller", "problem", "token")),
            entry("jwks", Set.of("client", "key", "problem")),
            entry("explain", Set.of("client", "json", "key", "problem", "token")),
            entry("playground", Set.of("client", "explain", "key", "token")),
            entry("cli", Set.of("caller", "client", "config", "explain", "key")));

    private static final Set<String> TIMERS =
            Set.of("ClientConfiguration", "LogQueue", "ProviderKeys", "Recorder", "StsRequestReader");

    @Test
    void everyPackageKnowsOnlyWhatItMay() {
        Map<String, Set<String>> wrong = new TreeMap<>();
        for (JavaClass type : CLASSES) {
            String from = feature(type);
            if (from.isEmpty()) {
                continue;
            }
            assertThat(ARROWS).as("say in ARROWS whom a new package may know").containsKey(from);
            type.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> feature(dependency.getTargetClass()))
                    .filter(to -> !to.isEmpty()
                            && !to.equals(from)
                            && !ARROWS.get(from).contains(to))
                    .forEach(to -> wrong.computeIfAbsent(from + " → " + to, key -> new TreeSet<>())
                            .add(type.getSimpleName()));
        }
        assertThat(wrong).isEmpty();
    }

    /** They know the properties, which know of the packages only the names of algorithms in {@code key}. */
    @Test
    void noPackageKnowsTheStart() {
        noClasses()
                .that()
                .resideInAPackage("io.korests.*..")
                .should()
                .dependOnClassesThat()
                .haveSimpleName("StsApplication")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.korests")
                .and()
                .haveSimpleNameNotStartingWith("StsApplication")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ARROWS.keySet().stream()
                        .filter(name -> !name.equals("key"))
                        .map(name -> "io.korests." + name)
                        .toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    void thePackagesHaveNoCycles() {
        slices().matching("io.korests.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    private static String feature(JavaClass type) {
        String name = type.getBaseComponentType().getPackageName();
        return name.startsWith("io.korests.") ? name.substring("io.korests.".length()) : "";
    }

    @Test
    void nothingIsInjectedIntoFields() {
        fields().should()
                .notBeAnnotatedWith(Autowired.class)
                .andShould()
                .notBeAnnotatedWith(Value.class)
                .andShould()
                .notBeAnnotatedWith("jakarta.inject.Inject")
                .andShould()
                .notBeAnnotatedWith("jakarta.annotation.Resource")
                .check(CLASSES);
    }

    @Test
    void onlyAConfigurationTakesTheSystemsClock() {
        noClasses()
                .should()
                .callMethodWhere(calls("java\\.time\\..*", "now"))
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(CLASSES);
        noClasses()
                .that(haveNoName(".*Configuration"))
                .should()
                .callMethodWhere(calls("java\\.time\\.(Clock|InstantSource)", "system.*|tick.*"))
                .check(CLASSES);
    }

    @Test
    void onlyWhoMeasuresReadsTheStopwatch() {
        noClasses()
                .that(haveNoName(String.join("|", TIMERS)))
                .should()
                .callMethod(System.class, "nanoTime")
                .check(CLASSES);
    }

    /** JJWT's parser takes its time as one. */
    @Test
    void nothingUsesDatesButTheCallToJjwt() {
        noClasses()
                .that(haveNoName("AnonymousTokenVerifier"))
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Date.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(java.util.Calendar.class)
                .check(CLASSES);
    }

    @Test
    void onlyAConfigurationMakesASourceOfRandomness() {
        noClasses()
                .that(haveNoName(".*Configuration"))
                .should()
                .callConstructorWhere(target(owner(assignableTo(Random.class))))
                .orShould()
                .callMethodWhere(calls(SecureRandom.class.getName(), "getInstance.*"))
                .orShould()
                .callMethodWhere(calls("java\\.util\\.UUID", "randomUUID"))
                .orShould()
                .callMethodWhere(calls("java\\.util\\.concurrent\\.ThreadLocalRandom", "current"))
                .orShould()
                .callMethodWhere(calls("java\\.lang\\.Math", "random"))
                .check(CLASSES);
    }

    /** What a comparison that ends at the first difference tells by its time, nobody notices in any other way. */
    @Test
    void secretsAreComparedInConstantTime() {
        for (String name : List.of("GatewayCallerCheck", "KeyedMac")) {
            classes()
                    .that()
                    .haveSimpleName(name)
                    .should()
                    .callMethod(MessageDigest.class, "isEqual", byte[].class, byte[].class)
                    .check(CLASSES);
            noClasses()
                    .that()
                    .haveSimpleName(name)
                    .should()
                    .callMethodWhere(calls("java\\..*", "equals|contentEquals|compareTo|compare|mismatch|hashCode"))
                    .check(CLASSES);
        }
    }

    @Test
    void aTypeIsPublicOnlyIfAnotherPackageUsesIt() {
        Set<String> used = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            type.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                    .filter(target -> !target.getPackageName().equals(type.getPackageName()))
                    .map(JavaClass::getName)
                    .forEach(used::add);
        }
        assertThat(CLASSES.stream()
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                        .filter(type -> type.getEnclosingClass().isEmpty())
                        .map(JavaClass::getName)
                        .filter(name -> !name.equals("io.korests.StsApplication")))
                .allSatisfy(name -> assertThat(used).contains(name));
    }

    @Test
    void namesSayWhatAClassIsFor() {
        classes()
                .should()
                .haveNameNotMatching(".*(Impl|Util|Utils|Helper|Manager)(\\$.*)?")
                .andShould()
                .haveNameNotMatching(".*[.$](Base|Abstract)[A-Z]\\w*")
                .check(CLASSES);
    }

    @Test
    void theServiceIsWhereTheRulesLook() {
        assertThat(CLASSES.contain("io.korests.token.StsController")).isTrue();
        assertThat(CLASSES)
                .hasSizeGreaterThan(80)
                .noneMatch(type -> type.getSimpleName().endsWith("Tests"));
    }

    private static DescribedPredicate<JavaClass> haveNoName(String pattern) {
        return DescribedPredicate.describe(
                "are not " + pattern, type -> !type.getSimpleName().matches(pattern));
    }

    private static DescribedPredicate<JavaClass> assignableTo(Class<?> type) {
        return JavaClass.Predicates.assignableTo(type);
    }

    private static DescribedPredicate<JavaCall<?>> calls(String owner, String method) {
        return DescribedPredicate.describe(
                owner + '.' + method,
                call -> call.getTargetOwner().getName().matches(owner)
                        && call.getName().matches(method));
    }
}
