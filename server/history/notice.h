/* notice - what owners are told of */
#pragma once

#include <stdbool.h>

/* Whether this kind concerns the account's safety: then it comes by SMS whatever the owner chose, and at
 * once. The database's function notice_is_security() says the same. */
bool notice_is_security(const char *kind);
