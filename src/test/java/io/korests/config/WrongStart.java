package io.korests.config;

import io.korests.TestClientApps;
import java.util.Map;

/**
 * A configuration that must not start.
 *
 * @param name says what is wrong with it
 * @param message all that the operator reads
 */
record WrongStart(String name, String message, Map<String, String> properties) {

    /** The client {@code travel} with HS256 in open mode, starting from which one thing is made wrong. */
    static WrongStart of(String name, String message) {
        return new WrongStart(name, message, TestClientApps.one());
    }

    WrongStart with(String property, String value) {
        properties.put(property, value);
        return this;
    }

    WrongStart without(String property) {
        properties.remove(property);
        return this;
    }

    /** Sets a property of the client. */
    WrongStart client(String property, String value) {
        return with("sts.clients.travel." + property, value);
    }

    /** In the test report. */
    @Override
    public String toString() {
        return name;
    }
}
