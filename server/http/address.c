#include "http/address.h"

#include <arpa/inet.h>
#include <string.h>

#include "core/service.h"
#include "core/settings.h"

static bool parse(const char *text, char address[ADDRESS_TEXT])
{
    struct in6_addr six;
    struct in_addr four;

    if (inet_pton(AF_INET, text, &four) == 1)
        return inet_ntop(AF_INET, &four, address, ADDRESS_TEXT) != NULL;
    if (inet_pton(AF_INET6, text, &six) != 1)
        return false;
    memset(six.s6_addr + 8, 0, 8);
    return inet_ntop(AF_INET6, &six, address, ADDRESS_TEXT) != NULL;
}

/* The last element of the last field is the one that the proxy itself has seen: what stands before it, in the
 * same field or in one of its own, is the client's word. */
static void believe_proxy(struct exchange *x)
{
    ssize_t at = -1, next = -1;
    char text[ADDRESS_TEXT];

    while ((next = h2o_find_header_by_str(&x->req->headers, H2O_STRLIT("x-forwarded-for"), next)) >= 0)
        at = next;
    if (at < 0)
        return;
    h2o_iovec_t value = x->req->headers.entries[at].value;
    size_t start = value.len;
    while (start > 0 && value.base[start - 1] != ',' && value.base[start - 1] != ' ')
        start--;
    if (value.len - start >= sizeof(text))
        return;
    memcpy(text, value.base + start, value.len - start);
    text[value.len - start] = '\0';
    (void)parse(text, x->address); /* else the proxy's own address stands */
}

static void read_address(struct exchange *x)
{
    struct sockaddr_storage peer;
    char text[ADDRESS_TEXT] = "";
    socklen_t length = x->req->conn->callbacks->get_peername(x->req->conn, (struct sockaddr *)&peer);

    if (length != 0 && peer.ss_family == AF_INET)
        inet_ntop(AF_INET, &((struct sockaddr_in *)&peer)->sin_addr, text, sizeof(text));
    else if (length != 0 && peer.ss_family == AF_INET6)
        inet_ntop(AF_INET6, &((struct sockaddr_in6 *)&peer)->sin6_addr, text, sizeof(text));
    if (!parse(text, x->address))
        return;
    if (strcmp(text, x->service->settings->trusted_proxy) == 0)
        believe_proxy(x);
}

const char *address_of(struct exchange *x)
{
    if (x->address[0] == '\0' && x->req != NULL)
        read_address(x);
    return x->address;
}
