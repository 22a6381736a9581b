package io.korests.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.korests.Patience;
import io.korests.TestKeys;
import io.korests.key.Pem;
import io.korests.key.SigningAlgorithm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.vault.core.VaultOperations;
import org.springframework.vault.core.VaultTransitOperations;
import org.springframework.vault.support.VaultTransitKey;

/** Whatever Vault says of a key, the operator reads a message. */
class TransitKeysTests {

    private static final String NOT_SHOWN =
            "transit names a key whose public half Vault does not show as RSA of at least 2048 bits: check the key";

    private final List<Object> changes = new ArrayList<>();
    private final AtomicInteger read = new AtomicInteger();
    private final VaultOperations vault = mock(VaultOperations.class);
    private final VaultCalls.Reading reading = new VaultCalls.Reading(new VaultCalls(null, 2), Patience.TIME, () -> 0);
    private final TransitKeys keys = new TransitKeys(vault, new VaultCalls(null, 2), reading, changes::add);

    static Stream<Arguments> unusable() {
        String pem = Pem.of(TestKeys.rsa().getPublic()).text();
        return Stream.of(
                Arguments.of("rsa-2048", 0, Map.of("1", Map.of("public_key", pem))),
                Arguments.of("rsa-2048", 2, Map.of("1", Map.of("public_key", pem))),
                Arguments.of("rsa-2048", 1, Map.of()),
                Arguments.of("rsa-2048", 1, null),
                Arguments.of("rsa-2048", 1, Map.of("1", 1700000000)),
                Arguments.of("rsa-2048", 1, Map.of("1", Map.of())),
                Arguments.of("rsa-2048", 1, Map.of("1", Map.of("public_key", "not PEM"))),
                Arguments.of("rsa-2048", 1, Map.of("1", Map.of("public_key", pem.substring(0, 100)))));
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void aKeyThatIsNotShownIsAMessage(String type, int latest, @Nullable Map<String, Object> versions) {
        vaultHas(type, latest, versions);

        assertThatThrownBy(this::open)
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage(NOT_SHOWN);
    }

    @Test
    void aKeyWithoutATypeIsAMessage() {
        vaultHas(null, 1, Map.of());

        assertThatThrownBy(this::open)
                .hasMessage("transit names a key of type null: RS256 and RS512 need rsa-2048, rsa-3072 or rsa-4096");
    }

    @Test
    void anUnknownKeyIsAMessage() {
        when(vault.opsForTransit(anyString())).thenReturn(mock(VaultTransitOperations.class));

        assertThatThrownBy(this::open)
                .hasMessage(
                        "transit names a key that does not exist in Vault: check transit.mount and transit.key, or make"
                                + " it with: vault write -f transit/keys/travel type=rsa-2048");
    }

    @Test
    void aKeyIsReadOnceInEachRefresh() {
        vaultHas("rsa-2048", 0, Map.of());

        assertThatThrownBy(this::open).hasMessage(NOT_SHOWN);
        assertThatThrownBy(this::open).hasMessage(NOT_SHOWN);
        assertThat(read).hasValue(1);

        reading.begin();
        assertThatThrownBy(this::open).hasMessage(NOT_SHOWN);
        assertThat(read).hasValue(2);
    }

    @Test
    void withoutVaultThereIsNoKey() {
        TransitKeys none = new TransitKeys(null, new VaultCalls(null, 2), reading, changes::add);

        assertThatThrownBy(() -> none.open(SigningAlgorithm.RS256, "transit", "travel", null))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("transit cannot be used: " + VaultTroubles.NO_LOGIN
                        + "; its policy needs read on transit/keys/travel");
    }

    private void open() {
        keys.open(SigningAlgorithm.RS256, "transit", "travel", null);
    }

    private void vaultHas(@Nullable String type, int latest, @Nullable Map<String, Object> versions) {
        VaultTransitKey key = mock(VaultTransitKey.class);
        when(key.getType()).thenReturn(type);
        when(key.getLatestVersion()).thenReturn(latest);
        when(key.getKeys()).thenReturn(versions);
        VaultTransitOperations transit = mock(VaultTransitOperations.class);
        when(transit.getKey("travel")).thenAnswer(call -> {
            read.incrementAndGet();
            return key;
        });
        when(vault.opsForTransit("transit")).thenReturn(transit);
    }
}
