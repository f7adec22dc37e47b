/* A head that is accepted has one length at most and one host, as h2o's own parser sees them. */
#include "target.h"

#include "http/framing.h"

struct phr_header {
    const char *name;
    size_t name_len;
    const char *value;
    size_t value_len;
};
int phr_parse_request(const char *head, size_t length, const char **method, size_t *method_length,
                      const char **path, size_t *path_length, int *minor_version, struct phr_header *headers,
                      size_t *count, size_t last);

static size_t named(const struct phr_header *headers, size_t count, const char *name)
{
    size_t found = 0;

    for (size_t i = 0; i < count; i++)
        found += headers[i].name_len == strlen(name) && strncasecmp(headers[i].name, name, strlen(name)) == 0;
    return found;
}

static void check_path(const char *path, size_t length)
{
    const char *query = memchr(path, '?', length);

    if (failed(framing_check_path(path, length)))
        return;
    MUST(length <= 2048 && path[0] == '/');
    length = query == NULL ? length : (size_t)(query - path);
    MUST(memmem(path, length, "..", 2) == NULL && memmem(path, length, "//", 2) == NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct phr_header headers[100];
    size_t count = 100, method_length, path_length;
    const char *head = (const char *)bytes, *method, *path;
    int minor;
    int length = phr_parse_request(head, size, &method, &method_length, &path, &path_length, &minor, headers,
                                   &count, 0);

    enum fault fault = framing_check_head(head, size, 0x100 + (length > 0 ? minor : 1));
    check_path(head, size);
    if (length <= 0)
        return 0;
    check_path(path, path_length);
    if (failed(fault))
        return 0;
    size_t encodings = named(headers, count, "transfer-encoding"), hosts = named(headers, count, "host");
    MUST(named(headers, count, "content-length") + encodings <= 1);
    MUST(encodings == 0 || minor >= 1);
    MUST(hosts <= 1 && (minor < 1 || hosts == 1));
    for (size_t i = 0; i < count; i++)
        MUST(headers[i].name != NULL); /* no folded line */
    return 0;
}
