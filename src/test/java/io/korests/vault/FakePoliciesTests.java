package io.korests.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class FakePoliciesTests {

    private final FakePolicies policies = new FakePolicies();

    @Test
    void whatNoRuleNamesIsRefused() {
        policies.put("p", "path \"secret/data/kore/travel\" { capabilities = [\"read\"] }");

        assertThat(allow("GET", "secret/data/kore/travel")).isTrue();
        assertThat(allow("GET", "secret/data/kore/travel2")).isFalse();
        assertThat(allow("GET", "secret/data/kore")).isFalse();
        assertThat(allow("POST", "secret/data/kore/travel")).isFalse();
        assertThat(allow("DELETE", "secret/data/kore/travel")).isFalse();
    }

    @Test
    void wildcardsStandForOneSegmentOrForTheRest() {
        policies.put(
                "p",
                "path \"secret/data/+/travel\" { capabilities = [\"read\"] }\n"
                        + "path \"transit/sign/kore-*\" { capabilities = [\"update\"] }");

        assertThat(allow("GET", "secret/data/kore/travel")).isTrue();
        assertThat(allow("GET", "secret/data/kore/x/travel")).isFalse();
        assertThat(allow("POST", "transit/sign/kore-travel/sha2-256")).isTrue();
        assertThat(allow("POST", "transit/sign/other")).isFalse();
    }

    @Test
    void theMostSpecificRuleDecides() {
        policies.put(
                "p",
                "path \"secret/*\" { capabilities = [\"read\", \"list\"] }\n"
                        + "path \"secret/data/kore/*\" { capabilities = [\"update\"] }");

        assertThat(allow("GET", "secret/data/other")).isTrue();
        assertThat(allow("GET", "secret/data/kore/travel")).isFalse();
        assertThat(allow("PUT", "secret/data/kore/travel")).isTrue();
    }

    @Test
    void denyBeatsEverythingForTheSamePath() {
        policies.put("p", "path \"secret/*\" { capabilities = [\"read\"] }");
        policies.put("q", "path \"secret/*\" { capabilities = [\"deny\"] }");

        assertThat(allow("GET", "secret/data/kore")).isFalse();
    }

    @Test
    void aPolicyMayHaveCommentsOrBeJson() {
        policies.put(
                "p",
                "# path \"secret/*\" { capabilities = [\"read\"] }\npath \"a\" {\n  # why\n"
                        + "  capabilities = [ \"read\", ]\n}");
        policies.put("q", "{\"path\":{\"b\":{\"capabilities\":[\"read\"]}}}");

        assertThat(allow("GET", "secret/data/kore")).isFalse();
        assertThat(allow("GET", "a")).isTrue();
        assertThat(allow("GET", "b")).isTrue();
    }

    @Test
    void aPolicyWithoutAPathIsAMistake() {
        assertThatIllegalArgumentException().isThrownBy(() -> policies.put("p", "capabilities = [\"read\"]"));
    }

    @Test
    void everyTokenMayLookItselfUpAndRootMayDoAnything() {
        assertThat(policies.allow(List.of("default"), request("GET", "auth/token/lookup-self")))
                .isTrue();
        assertThat(policies.allow(List.of("default"), request("GET", "secret/data/kore")))
                .isFalse();
        assertThat(policies.allow(List.of("root"), request("DELETE", "secret/data/kore")))
                .isTrue();
    }

    private boolean allow(String method, String path) {
        return policies.allow(List.of("p", "q"), request(method, path));
    }

    private static VaultRequest request(String method, String path) {
        return new VaultRequest(method, path, "", VaultAnswer.JSON.createObjectNode(), "", "");
    }
}
