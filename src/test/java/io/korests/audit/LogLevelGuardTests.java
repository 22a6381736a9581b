package io.korests.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import ch.qos.logback.core.spi.FilterReply;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogLevelGuardTests {

    private final LoggerContext context = new LoggerContext();
    private final LogLevelGuard guard = new LogLevelGuard();

    @ParameterizedTest
    @CsvSource({
        "org.springframework.web.client.RestTemplate, TRACE, false",
        "org.springframework.vault.core.VaultTemplate, DEBUG, false",
        "org.springframework.vault.authentication.LifecycleAwareSessionManager, ERROR, false",
        "org.springframework.cloud.vault.config.VaultPropertySource, ERROR, false",
        "org.springframework.boot.StartupInfoLogger, INFO, true",
        "org.apache.coyote.http11.Http11Processor, INFO, false",
        "org.apache.coyote.http11.Http11Processor, WARN, true",
        "org.apache.tomcat.util.net.NioEndpoint, DEBUG, false",
        "org.springframework.web.servlet.mvc.support.DefaultHandlerExceptionResolver, WARN, false",
        "org.springframework.web.servlet.DispatcherServlet, ERROR, true",
        "sun.net.www.protocol.http.HttpURLConnection, TRACE, false",
        "com.nimbusds.jose, DEBUG, false",
        "anything.else, DEBUG, false",
        "anything.else, ERROR, true",
        "io.korests.client.CredentialRefresh, DEBUG, true",
        "io.korests.audit, INFO, true",
        "io.korestsother, DEBUG, false",
        "ROOT, DEBUG, false",
    })
    void letsOnlyOwnLoggersSpeakBelowInfo(String logger, String level, boolean speaks) {
        Logger asked = context.getLogger(logger);

        assertThat(guard.decide(null, asked, Level.toLevel(level), "text", null, null))
                .isEqualTo(speaks ? FilterReply.NEUTRAL : FilterReply.DENY);
    }

    @Test
    void makesALineOfAnAbsentCollectorAndNoStackTrace() {
        Logger exporter = context.getLogger("io.opentelemetry.exporter.internal.http.HttpExporter");
        ListAppender<ILoggingEvent> written = new ListAppender<>();
        written.start();
        exporter.addAppender(written);
        context.addTurboFilter(guard);

        exporter.error(
                "Failed to export spans.", new UncheckedIOException(new ConnectException("https://user:word@host")));

        assertThat(written.list).singleElement().satisfies(event -> {
            assertThat(event.getFormattedMessage()).isEqualTo("Failed to export spans. (ConnectException)");
            assertThat(event.getThrowableProxy()).isNull();
        });
    }
}
