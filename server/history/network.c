#include "history/network.h"

#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

void network_words(const char *address, char words[NETWORK_TEXT])
{
    uint8_t four[4], six[16];

    if (inet_pton(AF_INET, address, four) == 1)
        snprintf(words, NETWORK_TEXT, "%d.%d.%d.*", four[0], four[1], four[2]);
    else if (inet_pton(AF_INET6, address, six) == 1)
        snprintf(words, NETWORK_TEXT, "%x:%x:%x:*", six[0] << 8 | six[1], six[2] << 8 | six[3],
                 six[4] << 8 | six[5]);
    else
        strcpy(words, NETWORK_NONE);
}
