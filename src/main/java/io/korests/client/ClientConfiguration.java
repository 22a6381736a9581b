package io.korests.client;

import io.korests.RequestClaim;
import io.korests.StsProperties;
import io.korests.key.EncryptionKey.KeyEncryption;
import io.korests.vault.TransitKeys;
import io.korests.vault.VaultAuthentication;
import io.korests.vault.VaultSecrets;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.cloud.autoconfigure.RefreshAutoConfiguration.RefreshProperties;
import org.springframework.cloud.context.refresh.ConfigDataContextRefresher;
import org.springframework.cloud.context.refresh.ContextRefresher;
import org.springframework.cloud.context.scope.refresh.RefreshScope;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.validation.Validator;

@Configuration(proxyBeanMethods = false)
class ClientConfiguration {
    private static final Logger log = LoggerFactory.getLogger(ClientConfiguration.class);

    @Bean
    CredentialReader credentialReader(
            ConfigurableEnvironment environment, TransitKeys transitKeys, Validator validator) {
        return new CredentialReader(environment, transitKeys, validator, System::nanoTime);
    }

    @Bean
    ClientRegistry clientRegistry(CredentialReader reader, StsProperties properties) {
        return new ClientRegistry(reader.open(properties.clients()));
    }

    @Bean
    ServedCredentials credentialsHealthIndicator(ClientRegistry registry, MeterRegistry metrics) {
        return new ServedCredentials(registry, System::nanoTime, metrics);
    }

    /** Only at the start: a refresh would repeat them every minute. */
    @Bean
    ApplicationListener<ApplicationStartedEvent> clientNotices(ClientRegistry clients) {
        return started -> notices(clients.current()).forEach(log::warn);
    }

    /**
     * Spring Cloud's auto-configuration would also rebind every {@code @ConfigurationProperties} bean at each refresh, while
     * requests read them, and publish an endpoint that bypasses our checks.
     */
    @Bean
    static ContextRefresher contextRefresher(ConfigurableApplicationContext context) {
        return new ConfigDataContextRefresher(context, new RefreshScope(), new RefreshProperties());
    }

    @Bean
    CredentialRefresh credentialRefresh(
            ContextRefresher sources,
            ObjectProvider<VaultSecrets> vault,
            ObjectProvider<VaultAuthentication> authentication,
            CredentialReader reader,
            ServedCredentials served) {
        return new CredentialRefresh(sources, vault.getIfAvailable(), authentication.getIfAvailable(), reader, served);
    }

    @Bean
    Schedule refreshSchedule(CredentialRefresh refresh, StsProperties properties) {
        Duration interval = properties.refreshInterval();
        if (interval.isZero()) {
            log.info("sts.refresh-interval is 0: changed credentials are read on POST /actuator/refresh only");
        }
        return new Schedule("sts-refresh-", refresh::refresh, interval, interval);
    }

    /** Each request for such a key may find it changed. */
    @Bean
    ApplicationListener<PayloadApplicationEvent<TransitKeys.Changed>> refreshOnChange(Schedule refreshSchedule) {
        return ApplicationListener.forPayload(changed -> refreshSchedule.runNow());
    }

    /** What is served nevertheless, one message for each matter. They hold no secret. */
    static List<String> notices(ClientSet clients) {
        List<String> notices = new ArrayList<>();
        String rsa15 = clients.apps().stream()
                .filter(app -> app.encryption() != null && app.encryption().algorithm() == KeyEncryption.RSA1_5)
                .map(ClientApp::name)
                .collect(Collectors.joining(", "));
        if (!rsa15.isEmpty()) {
            notices.add("RSA1_5 (encryption.algorithm of " + rsa15
                    + ") lets whoever can watch how the platform decrypts read tokens"
                    + " (Bleichenbacher's attack, RFC 8725 §3.2): RSA-OAEP was made to withstand that, so set RSA-OAEP"
                    + " unless the platform takes nothing else");
        }
        clients.apps().stream()
                .filter(app -> app.encryption() == null)
                .flatMap(ClientConfiguration::readable)
                .forEach(notices::add);
        return List.copyOf(notices);
    }

    private static Stream<String> readable(ClientApp app) {
        String claims = Stream.of(RequestClaim.PRIVATE_CLAIMS, RequestClaim.SECURE_CUSTOM_DATA)
                .filter(claim ->
                        app.policy().allows(claim) || app.policy().fixed().containsKey(claim))
                .map(RequestClaim::claimName)
                .collect(Collectors.joining(" and "));
        return claims.isEmpty()
                ? Stream.empty()
                : Stream.of(claims + " of client " + app.name() + " can be read by whoever holds a token, the browser"
                        + " included: set sts.clients." + app.name() + ".encryption to have them encrypted");
    }
}
