package io.korests.vault;

/**
 * A request the fake got, whether it answered it or not.
 *
 * @param method the HTTP method
 * @param path without the leading {@code /v1/}
 * @param query the query string as sent, empty if there was none
 * @param accessor the accessor of the token that came with it, empty for none or one that is not valid
 * @param namespace the value of {@code X-Vault-Namespace}, empty if there was none
 */
public record RecordedRequest(String method, String path, String query, String accessor, String namespace) {}
