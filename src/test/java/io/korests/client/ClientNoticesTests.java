package io.korests.client;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.korests.TestClientApps;
import io.korests.TestEncryption;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.support.GenericApplicationContext;

class ClientNoticesTests {

    private static final String RSA15 =
            ") lets whoever can watch how the platform decrypts read tokens (Bleichenbacher's"
                    + " attack, RFC 8725 §3.2): RSA-OAEP was made to withstand that, so set RSA-OAEP unless the platform takes"
                    + " nothing else";

    private static String readable(String claims) {
        return claims + " of client travel can be read by whoever holds a token, the browser included:"
                + " set sts.clients.travel.encryption to have them encrypted";
    }

    private final Map<String, String> properties = TestClientApps.one();

    @Test
    void haveNothingToSayOfASignedTokenWithoutCustomData() {
        assertThat(ClientConfiguration.notices(TestRegistry.clients(properties)))
                .isEmpty();
    }

    @Test
    void warnOfRsa15OnceForAllClients() {
        for (String name : new String[] {"travel", "bank", "shop"}) {
            TestClientApps.hs(properties, name, "HS256");
            TestEncryption.encrypt(properties, name);
        }
        properties.put("sts.clients.travel.encryption.algorithm", "RSA1_5");
        properties.put("sts.clients.bank.encryption.algorithm", "RSA1_5");
        assertThat(ClientConfiguration.notices(TestRegistry.clients(properties)))
                .containsExactly("RSA1_5 (encryption.algorithm of bank, travel" + RSA15);
    }

    @Test
    void saySoWhereARequestMaySetReadableClaims() {
        properties.put("sts.clients.travel.allowed-claims", "identityToMerge, secureCustomData");
        assertThat(ClientConfiguration.notices(TestRegistry.clients(properties)))
                .containsExactly(readable("secureCustomData"));
    }

    @Test
    void saySoWhereReadableClaimsAreFixed() {
        properties.put("sts.clients.travel.allowed-claims", "secureCustomData");
        properties.put("sts.clients.travel.private-claims", "{\"tier\":\"gold\"}");
        assertThat(ClientConfiguration.notices(TestRegistry.clients(properties)))
                .containsExactly(readable("privateClaims and secureCustomData"));
    }

    @Test
    void haveNothingToSayOfClaimsThatAreEncrypted() {
        TestEncryption.encrypt(properties, "travel");
        properties.put("sts.clients.travel.allowed-claims", "secureCustomData");
        properties.put("sts.clients.travel.private-claims", "{\"tier\":\"gold\"}");
        assertThat(ClientConfiguration.notices(TestRegistry.clients(properties)))
                .isEmpty();
    }

    @Test
    void areLoggedAtTheStartAndNotOnRefresh() {
        TestEncryption.encrypt(properties, "travel");
        properties.put("sts.clients.travel.encryption.algorithm", "RSA1_5");
        ClientRegistry apps = new ClientRegistry(TestRegistry.clients(properties));
        Logger logger = (Logger) LoggerFactory.getLogger(ClientConfiguration.class);
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        Level before = logger.getLevel();
        logger.setLevel(Level.WARN);
        logger.addAppender(appender);
        appender.start();
        try {
            new ClientConfiguration().clientNotices(apps).onApplicationEvent(started());
            apps.replace(TestRegistry.clients(properties));
        } finally {
            logger.detachAppender(appender);
            logger.setLevel(before);
        }
        assertThat(appender.list)
                .extracting(ILoggingEvent::getLevel, ILoggingEvent::getFormattedMessage)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        Level.WARN, "RSA1_5 (encryption.algorithm of travel" + RSA15));
    }

    private static ApplicationStartedEvent started() {
        return new ApplicationStartedEvent(
                new SpringApplication(), new String[0], new GenericApplicationContext(), Duration.ZERO);
    }
}
