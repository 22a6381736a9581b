package io.korests.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.context.NoSuchMessageException;

/** There are no translations. Spring would make a source of none, for which it has Java list every language it knows. */
final class NoMessages implements MessageSource {

    @Override
    public @Nullable String getMessage(
            String code, Object @Nullable [] arguments, @Nullable String otherwise, @Nullable Locale locale) {
        return otherwise;
    }

    @Override
    public String getMessage(String code, Object @Nullable [] arguments, @Nullable Locale locale) {
        throw locale == null ? new NoSuchMessageException(code) : new NoSuchMessageException(code, locale);
    }

    @Override
    public String getMessage(MessageSourceResolvable resolvable, @Nullable Locale locale) {
        String otherwise = resolvable.getDefaultMessage();
        if (otherwise == null) {
            throw new NoSuchMessageException(String.join(", ", codes(resolvable)));
        }
        return otherwise;
    }

    private static String[] codes(MessageSourceResolvable resolvable) {
        String[] codes = resolvable.getCodes();
        return codes == null ? new String[0] : codes;
    }
}
