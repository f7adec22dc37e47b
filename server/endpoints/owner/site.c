#include "endpoints/owner/site.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/service.h"
#include "core/settings.h"
#include "endpoints/owner/page.h"
#include "http/cookie.h"
#include "http/reply.h"
#include "render/sign_in_page.h"
#include "store/account_store.h"
#include "store/db.h"

enum { LANGUAGE_SECONDS = 31536000, MOST_NAME = 64, MOST_FILE = 1 << 20 };

static continuation account_on_rows;

void front_start(struct exchange *x)
{
    struct page page = page_for(x, "/");

    reply_page(x, 200, front_page(&page));
}

void account_start(struct exchange *x)
{
    db_read(x, QUERY_ACCOUNT_BY_ID, DB_VALUES(exchange_text(x, "%lld", (long long)x->asker.account)),
            account_on_rows, x);
}

static void account_on_rows(void *state, const struct answer *answer)
{
    struct exchange *x = state;
    const char *phone = NULL, *masked = NULL;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    if (answer->rows->count == 1)
        phone = phone_open(&x->pool, x->service->keys, rows_bytes(&x->pool, answer->rows, 0, 0));
    if (phone != NULL && strlen(phone) > 7)
        masked = exchange_text(x, "%.3s****%s", phone, phone + strlen(phone) - 4);
    struct page page = page_for(x, "/account");
    reply_page(x, 200, account_page(&page, masked, (unsigned)rows_number(answer->rows, 0, 1)));
}

/* The path behind ?to=, if it is one of ours: never another site. */
static const char *way_back(struct exchange *x)
{
    h2o_iovec_t path = x->req->path;
    size_t at = x->req->query_at == SIZE_MAX ? path.len : x->req->query_at;
    size_t start = at + strlen("?to=");
    bool plain = path.len > start && memcmp(path.base + at, "?to=/", 5) == 0;

    for (size_t i = start; plain && i < path.len; i++)
        plain = path.base[i] > ' ' && path.base[i] < 0x7f && strchr("\\%#", path.base[i]) == NULL;
    if (!plain || (path.len > start + 1 && path.base[start + 1] == '/'))
        return "/";
    return exchange_text(x, "%.*s", (int)(path.len - start), path.base + start);
}

void language_start(struct exchange *x)
{
    if (h2o_memis(x->segment.base, x->segment.len, H2O_STRLIT("zh")))
        cookie_set(x, "lang", "zh", LANGUAGE_SECONDS);
    else if (h2o_memis(x->segment.base, x->segment.len, H2O_STRLIT("en")))
        cookie_set(x, "lang", "en", LANGUAGE_SECONDS);
    reply_redirect(x, way_back(x));
}

static const char *type_of(const char *name)
{
    static const struct {
        const char *suffix, *type;
    } types[] = {
        {".css", "text/css; charset=utf-8"  },
        {".svg", "image/svg+xml"            },
        {".png", "image/png"                },
        {".ico", "image/x-icon"             },
        {".txt", "text/plain; charset=utf-8"},
    };
    const char *suffix = strrchr(name, '.');

    for (size_t i = 0; suffix != NULL && i < sizeof(types) / sizeof(types[0]); i++)
        if (strcmp(suffix, types[i].suffix) == 0)
            return types[i].type;
    return NULL;
}

/* A regular file of static/ and nothing else: names have no slash and do not begin with a dot. */
static bool read_file(struct exchange *x, const char *name, h2o_iovec_t *bytes)
{
    const char *path = exchange_text(x, "%s/static/%s", x->service->settings->home, name);
    int fd = name[0] == '.' || strchr(name, '/') != NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    struct stat about;
    bool good = false;

    if (fd < 0)
        return false;
    if (fstat(fd, &about) == 0 && S_ISREG(about.st_mode) && about.st_size <= MOST_FILE) {
        bytes->base = exchange_alloc(x, (size_t)about.st_size + 1);
        bytes->len = (size_t)about.st_size;
        good = read(fd, bytes->base, bytes->len) == (ssize_t)bytes->len;
    }
    close(fd);
    return good;
}

void static_start(struct exchange *x)
{
    const char *name, *type;
    h2o_iovec_t bytes;

    if (x->segment.len > MOST_NAME) {
        reply_fault(x, FAULT_PATH_UNKNOWN);
        return;
    }
    name = exchange_text(x, "%.*s", (int)x->segment.len, x->segment.base);
    type = type_of(name);
    if (type == NULL || !read_file(x, name, &bytes))
        reply_fault(x, FAULT_PATH_UNKNOWN);
    else
        reply_bytes(x, 200, REPLY_STATIC, type, bytes);
}
