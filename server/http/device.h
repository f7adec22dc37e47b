/* device - what a browser says it runs on: roughly, for people to tell their own by. Anybody may say
 * anything. */
#pragma once

#include <h2o.h>

#include "core/exchange.h"

enum device_class { DEVICE_OTHER, DEVICE_PHONE, DEVICE_TABLET, DEVICE_COMPUTER, DEVICE_CLASS_COUNT };

/* Of the value of a User-Agent field. */
enum device_class device_class_of(h2o_iovec_t user_agent);
const char *device_class_code(enum device_class class); /* "phone" ... */

/* The family of the browser, "wechat", "chrome" ...; "other" when it is none of the common ones. */
const char *browser_of(h2o_iovec_t user_agent);

/* The field itself; empty when there is none. */
h2o_iovec_t user_agent_of(const struct exchange *x);
