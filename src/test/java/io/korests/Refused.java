package io.korests;

import static org.assertj.core.api.Assertions.assertThat;

/** What every refusal looks like. */
public final class Refused {

    private Refused() {}

    /** @param code of the problem's type, for instance unproven-caller */
    public static void with(HttpAnswer answer, int status, String code) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.json().get("type").stringValue()).isEqualTo("urn:kore-sts:" + code);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.json().has("jwt")).isFalse();
    }
}
