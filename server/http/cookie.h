/* cookie - cookies, and the language that a browser asks for */
#pragma once

#include "core/exchange.h"

#define SESSION_COOKIE "__Host-session"

/* The value of a cookie; empty when it is absent or sent twice (somebody else may have set one of them). */
h2o_iovec_t cookie_find(const struct exchange *x, const char *name);

/* Sets a cookie that scripts cannot read and other sites' forms do not carry; `seconds` 0 ends it. */
void cookie_set(struct exchange *x, const char *name, const char *value, long seconds);

/* "zh" or "en": by the cookie `lang`, else by Accept-Language, else "zh". */
const char *language_of(const struct exchange *x);

/* Whatever pages come next are in this language, "zh" or "en"; another is passed over. */
void language_set(struct exchange *x, const char *language);
