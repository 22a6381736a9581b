package io.korests.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.vault.VaultFailedException.Trouble;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.vault.VaultException;
import org.springframework.vault.authentication.VaultLoginException;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.HttpStatusCodeException;
import org.springframework.web.client.ResourceAccessException;

/** Types decide: a message that says something else changes nothing. */
class VaultFailedExceptionTests {

    static Stream<Arguments> withoutAnAnswer() throws Exception {
        IOException untrusted = new SSLHandshakeException("handshake");
        untrusted.initCause(new CertificateException("path"));
        return Stream.of(
                Arguments.of(new SocketException(), Trouble.UNREACHABLE),
                Arguments.of(new UnknownHostException("vault"), Trouble.UNREACHABLE),
                Arguments.of(new NoHttpResponseException("closed"), Trouble.UNREACHABLE),
                Arguments.of(new ConnectTimeoutException("late"), Trouble.NO_CONNECTION),
                Arguments.of(new SocketTimeoutException(), Trouble.SLOW),
                Arguments.of(untrusted, Trouble.UNTRUSTED),
                Arguments.of(new SSLPeerUnverifiedException("host"), Trouble.UNTRUSTED),
                Arguments.of(new SSLException("Unsupported or unrecognized SSL message"), Trouble.NO_TLS),
                Arguments.of(new IOException("Status 403"), Trouble.NOT_VAULT));
    }

    @ParameterizedTest
    @MethodSource("withoutAnAnswer")
    void areDistinguishedByType(IOException failure, Trouble trouble) {
        RuntimeException read =
                new VaultException("Status 503 of the text", new ResourceAccessException("GET", failure));
        RuntimeException login = VaultLoginException.create("AppRole", new ResourceAccessException("POST", failure));

        assertThat(VaultFailedException.of(read).trouble()).isEqualTo(trouble);
        assertThat(VaultFailedException.of(login).trouble()).isEqualTo(trouble);
        assertThat(VaultFailedException.of(read)).hasCause(read);
    }

    @ParameterizedTest
    @CsvSource({
        "400, FAILS, LOGIN_REFUSED",
        "401, ACCESS_REFUSED, LOGIN_REFUSED",
        "403, ACCESS_REFUSED, LOGIN_REFUSED",
        "404, NO_LOGIN_PATH, NO_LOGIN_PATH",
        "429, BUSY, BUSY",
        "472, BUSY, BUSY",
        "473, BUSY, BUSY",
        "500, FAILS, FAILS",
        "502, FAILS, FAILS",
        "503, SEALED, SEALED"
    })
    void areDistinguishedByStatusAndWhetherItIsTheLogin(int status, Trouble read, Trouble login) {
        HttpStatusCodeException answer = answer(status, MediaType.APPLICATION_JSON);

        VaultFailedException failure = VaultFailedException.of(new VaultException("text", answer));
        assertThat(failure.trouble()).isEqualTo(read);
        assertThat(failure).hasMessage(read.message(status)).hasMessageContaining("(" + status + ")");
        assertThat(VaultFailedException.of(VaultLoginException.create("AppRole", answer))
                        .trouble())
                .isEqualTo(login);
    }

    /** Go's answer to a plain request at a port with TLS. */
    @Test
    void aPlainRequestToTlsIsNotARefusedLogin() {
        RuntimeException login = VaultLoginException.create("AppRole", answer(400, MediaType.TEXT_PLAIN));

        assertThat(VaultFailedException.of(login)).hasMessage(VaultTroubles.NO_TLS);
        assertThat(VaultFailedException.of(VaultLoginException.create("AppRole", answer(400, null))))
                .hasMessage(VaultTroubles.NO_TLS);
    }

    @Test
    void aDeadlineIsSlowness() {
        assertThat(VaultFailedException.of(new TimeoutException())).hasMessage(VaultTroubles.SLOW);
    }

    @Test
    void whatIsKnownStays() {
        VaultFailedException known = new VaultFailedException(Trouble.STORES, null);

        assertThat(VaultFailedException.of(new IllegalStateException("around", known)))
                .isSameAs(known);
    }

    private static HttpStatusCodeException answer(int status, MediaType type) {
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(type);
        return new HttpClientErrorException(
                HttpStatusCode.valueOf(status), "text", headers, "secret answer".getBytes(), null);
    }
}
