/* network - from where a visitor came, as roughly as owners may be told it. Pure. */
#pragma once

/* The network of an address in words: the /24 of IPv4, "203.0.113.*", the /48 of IPv6, "2001:db8:7:*";
 * NETWORK_NONE for what is no address. */
#define NETWORK_NONE "*"
enum { NETWORK_TEXT = 24 };
void network_words(const char *address, char words[NETWORK_TEXT]);
