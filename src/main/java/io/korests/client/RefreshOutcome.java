package io.korests.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a refresh did.
 *
 * @param changed the local names of clients that are new or have other settings or keys, and of those that are gone
 * @param trouble why nothing was changed, in a sentence; null if the credentials could be read
 */
public record RefreshOutcome(List<String> changed, @Nullable String trouble) {}
