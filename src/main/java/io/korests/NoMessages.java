package io.korests;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.context.NoSuchMessageException;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.stereotype.Component;

/** There are no translations. Spring would make a source of none, for which it has Java list every language it knows. */
@Component(AbstractApplicationContext.MESSAGE_SOURCE_BEAN_NAME)
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
            throw new NoSuchMessageException(Arrays.toString(resolvable.getCodes()));
        }
        return otherwise;
    }
}
