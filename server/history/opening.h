/*
 * opening - what is noted of those who open a share link: roughly from where, and with what kind of device
 *
 * Pure. Less than would tell one person from another.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* "phone", "tablet", "computer" or "other", by the User-Agent field. */
const char *device_class(const char *user_agent, size_t length);

/* The network of an address in words: the /24 of IPv4, "203.0.113.*", the /48 of IPv6, "2001:db8:7:*". "*"
 * for what is no address. */
enum { NETWORK_TEXT = 24 };
void network_words(const char *address, char words[NETWORK_TEXT]);
