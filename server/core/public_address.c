#include "core/public_address.h"

#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* clang-format off */
static const struct {
    uint32_t network;
    unsigned bits;
} reserved_4[] = {
    {0x00000000, 8},  /* this network */
    {0x0a000000, 8},  /* private */
    {0x64400000, 10}, /* of a carrier */
    {0x7f000000, 8},  /* this host */
    {0xa9fe0000, 16}, /* of a link */
    {0xac100000, 12}, /* private */
    {0xc0000000, 24}, /* protocols */
    {0xc0000200, 24}, /* documentation */
    {0xc0586300, 24}, /* 6to4 relays */
    {0xc0a80000, 16}, /* private */
    {0xc6120000, 15}, /* benchmarks */
    {0xc6336400, 24}, /* documentation */
    {0xcb007100, 24}, /* documentation */
    {0xe0000000, 3},  /* many receivers, and what is reserved */
};

/* Within 2000::/3, outside of which nothing is public. */
static const struct {
    uint8_t prefix[4];
    unsigned bits;
} reserved_6[] = {
    {{0x20, 0x01, 0x00, 0x00}, 23}, /* protocols, and IPv4 through Teredo */
    {{0x20, 0x01, 0x0d, 0xb8}, 32}, /* documentation */
    {{0x20, 0x02, 0x00, 0x00}, 16}, /* IPv4 through 6to4 */
    {{0x3f, 0xff, 0x00, 0x00}, 20}, /* documentation */
};
/* clang-format on */

static bool is_public_4(uint32_t address)
{
    for (size_t i = 0; i < sizeof(reserved_4) / sizeof(reserved_4[0]); i++)
        if ((address ^ reserved_4[i].network) >> (32 - reserved_4[i].bits) == 0)
            return false;
    return true;
}

static uint32_t word_of(const uint8_t bytes[4])
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static bool is_public_6(const uint8_t address[16])
{
    if (address[0] >> 5 != 1)
        return false;
    for (size_t i = 0; i < sizeof(reserved_6) / sizeof(reserved_6[0]); i++)
        if ((word_of(address) ^ word_of(reserved_6[i].prefix)) >> (32 - reserved_6[i].bits) == 0)
            return false;
    return true;
}

bool address_is_public(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET)
        return is_public_4(ntohl(((const struct sockaddr_in *)(const void *)address)->sin_addr.s_addr));
    if (address->sa_family == AF_INET6)
        return is_public_6(((const struct sockaddr_in6 *)(const void *)address)->sin6_addr.s6_addr);
    return false;
}
