/*
 * public_address - whether an address is one of the public Internet
 *
 * Not private, local, of a network's own, reserved, or one that stands for an IPv4 address in IPv6 (the IANA
 * special-purpose registries). For what connects to where strangers say.
 */
#pragma once

#include <stdbool.h>
#include <sys/socket.h>

bool address_is_public(const struct sockaddr *address);
