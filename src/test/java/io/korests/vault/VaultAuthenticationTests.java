package io.korests.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.cloud.vault.config.VaultProperties;
import org.springframework.cloud.vault.config.VaultProperties.AuthenticationMethod;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.vault.authentication.ClientAuthentication;
import org.springframework.vault.authentication.VaultLoginException;
import org.springframework.vault.support.VaultToken;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.HttpStatusCodeException;

/** A login that was refused is not repeated for each refresh and each request, which would lock the user out. */
class VaultAuthenticationTests {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final AtomicLong nanos = new AtomicLong(-5);
    private final AtomicInteger asked = new AtomicInteger();
    private final VaultProperties settings = new VaultProperties();
    private Supplier<VaultToken> vault = VaultAuthenticationTests::refuse;
    private VaultAuthentication logins;

    @BeforeEach
    void setUp() {
        settings.setAuthentication(AuthenticationMethod.APPROLE);
        settings.getAppRole().setRoleId("role");
        settings.getAppRole().setSecretId("secret");
        logins = new VaultAuthentication(properties -> login(), () -> settings, nanos::get);
    }

    private ClientAuthentication login() {
        return () -> {
            asked.incrementAndGet();
            return vault.get();
        };
    }

    private static VaultToken refuse() {
        throw failure(HttpClientErrorException.create(
                HttpStatus.BAD_REQUEST,
                "Bad Request",
                json(),
                "{\"errors\":[\"invalid secret id\"]}".getBytes(StandardCharsets.UTF_8),
                null));
    }

    private static VaultToken fail() {
        throw failure(
                HttpServerErrorException.create(HttpStatus.INTERNAL_SERVER_ERROR, "Error", json(), new byte[0], null));
    }

    private static VaultLoginException failure(HttpStatusCodeException answer) {
        return VaultLoginException.create("AppRole", answer);
    }

    private static HttpHeaders json() {
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(MediaType.APPLICATION_JSON);
        return headers;
    }

    @Test
    void doesNotRepeatARefusedLogin() {
        assertRefused(1);
        assertRefused(1);

        pass(MINUTE.minusNanos(1));
        assertRefused(1);
        pass(Duration.ofNanos(1));
        assertRefused(2);
    }

    @Test
    void lengthensThePauseUpToAnHour() {
        int times = 0;
        for (int minutes : new int[] {1, 4, 16, 60, 60}) {
            assertRefused(++times);
            pass(Duration.ofMinutes(minutes).minusNanos(1));
            assertRefused(times);
            pass(Duration.ofNanos(1));
        }
        assertRefused(++times);
    }

    @Test
    void beginsWithTheIntervalOfTheRefresh() {
        logins.backOff(Duration.ofSeconds(5));
        assertRefused(1);
        pass(Duration.ofSeconds(5));
        assertRefused(2);
        pass(Duration.ofSeconds(5));
        assertRefused(2);
    }

    @Test
    void beginsWithAMinuteWhereNothingIsRefreshed() {
        logins.backOff(Duration.ZERO);
        assertRefused(1);
        assertRefused(1);
        pass(MINUTE);
        assertRefused(2);
    }

    @Test
    void asksAgainOnDemandAndGoesOnBackingOff() {
        assertRefused(1);
        logins.tryAgain();
        assertRefused(2);
        pass(MINUTE.multipliedBy(3));
        assertRefused(2);
        pass(MINUTE);
        assertRefused(3);
    }

    @Test
    void asksAtOnceWithAnotherSecretId() {
        assertRefused(1);
        VaultProperties next = new VaultProperties();
        next.setAuthentication(AuthenticationMethod.APPROLE);
        next.getAppRole().setRoleId("role");
        next.getAppRole().setSecretId("another");
        logins.use(() -> next);
        vault = () -> VaultToken.of("token");

        assertThat(logins.login().getToken()).isEqualTo("token");
    }

    @Test
    void asksAtOnceWithAnotherServiceAccountToken(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "first");
        settings.setAuthentication(AuthenticationMethod.KUBERNETES);
        settings.getKubernetes().setRole("kore-sts");
        settings.getKubernetes().setServiceAccountTokenFile(file.toString());
        assertRefused(1);
        assertRefused(1);
        Files.writeString(file, "second");
        assertRefused(2);
    }

    @Test
    void forgetsTheRefusalAfterALogin() {
        assertRefused(1);
        vault = () -> VaultToken.of("token");
        logins.tryAgain();
        logins.login();

        vault = VaultAuthenticationTests::refuse;
        assertRefused(3);
        pass(MINUTE);
        assertRefused(4);
    }

    @Test
    void repeatsALoginThatFailedOtherwise() {
        vault = VaultAuthenticationTests::fail;
        for (int times = 1; times < 4; times++) {
            assertThatThrownBy(logins::login).hasMessage("Vault fails (500): see Vault's own log");
            assertThat(asked).hasValue(times);
        }
    }

    @Test
    void doesNotSendAPlaceholder() {
        settings.getAppRole().setSecretId("${VAULT_SECRET_ID}");

        assertThatThrownBy(logins::login).hasMessage(VaultTroubles.NO_LOGIN);
        assertThat(asked).hasValue(0);
    }

    @Test
    void saysThatTheServiceAccountTokenIsNotThere(@TempDir Path folder) {
        settings.setAuthentication(AuthenticationMethod.KUBERNETES);
        settings.getKubernetes()
                .setServiceAccountTokenFile(folder.resolve("absent").toString());

        assertThatThrownBy(() -> new VaultAuthentication(properties -> login(), () -> settings, nanos::get))
                .hasMessage(VaultTroubles.TOKEN_FILE);
    }

    @Test
    void showsNoCredential() {
        assertThat(VaultAuthentication.Credential.in(settings).toString())
                .doesNotContain("secret")
                .doesNotContain("role");
    }

    private void assertRefused(int times) {
        assertThatThrownBy(logins::login).hasMessage(VaultTroubles.WRONG_LOGIN);
        assertThat(asked).hasValue(times);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
