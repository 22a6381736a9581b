package io.korests.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.korests.StsProperties;
import io.korests.StsProperties.Audit.IdentityForm;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class AuditedIdentityTests {

    private static final String KEY = "a key of the test, made up";

    @Test
    void writesItPlain() {
        assertThat(of(IdentityForm.PLAIN, null).written("jane@example.com")).isEqualTo("jane@example.com");
        assertThat(of(IdentityForm.PLAIN, null).written(null)).isNull();
    }

    @Test
    void writesAnHmacThatNobodyCanMakeWithoutTheKey() throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String expected = HexFormat.of().formatHex(mac.doFinal("jane@example.com".getBytes(StandardCharsets.UTF_8)));

        AuditLog hashed = of(IdentityForm.HASHED, KEY);

        assertThat(hashed.written("jane@example.com")).isEqualTo(expected.substring(0, 32));
        assertThat(hashed.written("john@example.com")).isNotEqualTo(hashed.written("jane@example.com"));
        assertThat(of(IdentityForm.HASHED, KEY + '2').written("jane@example.com"))
                .isNotEqualTo(hashed.written("jane@example.com"));
        assertThat(hashed.written(null)).isNull();
    }

    @Test
    void leavesItOut() {
        assertThat(of(IdentityForm.OMITTED, null).written("jane@example.com")).isNull();
    }

    @Test
    void hashesWithNoWeakKey() {
        assertThatThrownBy(() -> of(IdentityForm.HASHED, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> of(IdentityForm.HASHED, "fifteen letters"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("hash-key is not set or has fewer than 16 characters");
    }

    @Test
    void saysNothingOfTheKey() {
        assertThat(new StsProperties.Audit(IdentityForm.HASHED, KEY).toString()).doesNotContain(KEY);
    }

    private static AuditLog of(IdentityForm form, String key) {
        return new AuditLog(
                new StsProperties.Audit(form, key), new LogQueue(1, new SimpleMeterRegistry().counter("none")));
    }
}
