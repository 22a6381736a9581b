package io.korests.key;

import java.security.PrivateKey;
import org.jspecify.annotations.Nullable;

/** Stands where JJWT wants a private key and there is none here: it has no material, only the name of its algorithm. */
final class AbsentPrivateKey implements PrivateKey {

    private static final long serialVersionUID = 1L;

    @Override
    public String getAlgorithm() {
        return "RSA";
    }

    @Override
    public @Nullable String getFormat() {
        return null;
    }

    @Override
    public byte @Nullable [] getEncoded() {
        return null;
    }
}
