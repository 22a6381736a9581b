package io.korests.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.HttpCall;
import io.korests.TestService;
import io.korests.VerifiedToken;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnonymousTests {

    private final TestService service = TestService.usual();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "\"true\"",
                "\"True\"",
                "\"TRUE\"",
                "1",
                "\"1\"",
                "\" true \"",
                "1.0",
                "1.00",
                "1e0",
                "10E-1"
            })
    void everySpellingOfYesIsTrueInTheToken(String yes) {
        VerifiedToken token = service.verified("{\"identity\":\"a\",\"isAnonymous\":" + yes + "}");

        assertThat(token.claims().get("isAnonymous").isBoolean()).isTrue();
        assertThat(token.isAnonymous()).isTrue();
        assertThat(token.subject()).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "false",
                "\"false\"",
                "\"False\"",
                "\"FALSE\"",
                "0",
                "\"0\"",
                "\"\"",
                "null",
                "0.0",
                "-0",
                "-0.0",
                "0e9"
            })
    void everySpellingOfNoIsFalseInTheToken(String no) {
        VerifiedToken token = service.verified("{\"identity\":\"a\",\"isAnonymous\":" + no + "}");

        assertThat(token.claims().get("isAnonymous").isBoolean()).isTrue();
        assertThat(token.isAnonymous()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "True", "TRUE", "1", "+true+"})
    void everySpellingOfYesIsTrueInAForm(String yes) {
        assertThat(form("identity=a&isAnonymous=" + yes).isAnonymous()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"&isAnonymous=false", "&isAnonymous=0", "&isAnonymous=", "&isAnonymous", ""})
    void everySpellingOfNoIsFalseInAForm(String no) {
        assertThat(form("identity=a" + no).isAnonymous()).isFalse();
    }

    private VerifiedToken form(String body) {
        return service.verified(HttpCall.post("/api/users/sts").form(body));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"identity\":null", ",\"identity\":\"\"", ",\"identity\":\"  \""})
    void whoeverGivesNoIdentityGetsARandomOne(String identity) {
        VerifiedToken token = service.verified("{\"isAnonymous\":true" + identity + "}");

        assertThat(token.isAnonymous()).isTrue();
        assertThat(token.subject()).matches("[A-Za-z0-9_-]{22}");
    }

    @Test
    void randomIdentitiesAreDistinctAndOf128RandomBits() {
        List<String> identities = Stream.generate(() -> form("isAnonymous=1").subject())
                .limit(500)
                .toList();

        assertThat(identities).doesNotHaveDuplicates();
        RandomBits.assertRandom(identities);
    }

    @Test
    void aClientWithoutAnonymousUsersServesThoseWhoSignedOn() {
        assertThat(service.verified("{\"clientId\":\"cs-members\",\"identity\":\"a\",\"isAnonymous\":false}")
                        .subject())
                .isEqualTo("a");
    }
}
