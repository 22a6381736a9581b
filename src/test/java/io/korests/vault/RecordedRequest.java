package io.korests.vault;

/** @param path without the leading {@code /v1/} */
record RecordedRequest(String method, String path) {}
