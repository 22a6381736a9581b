package io.korests.vault;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/** Skips the tests of a class where there is no server for them. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(value = "io.korests.vault.TestVault#isThere", disabledReason = NeedsVault.INSTALL)
@interface NeedsVault {

    String INSTALL = "There is no OpenBao: bash src/test/vault/install-openbao.sh";
}
