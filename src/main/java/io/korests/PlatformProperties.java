package io.korests;

import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;

/**
 * The bot that a token is tried with.
 *
 * @param apiUrl the address that pages set as koreAPIUrl; https, or http to a loopback address
 * @param botName the name of the bot, as pages set it in botInfo.name
 * @param botId the id of the bot, as pages set it in botInfo._id
 */
public record PlatformProperties(
        @NotBlank(message = "is not set: set it to the koreAPIUrl of the page, such as https://bots.kore.ai/api/")
        @Nullable
        String apiUrl,

        @NotBlank(message = "is not set: set it to the name in the page's botInfo") @Nullable
        String botName,

        @NotBlank(message = "is not set: set it to the _id in the page's botInfo (st-…)") @Nullable
        String botId) {}
