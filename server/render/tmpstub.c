/* Gone as soon as the pages are there. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "render/template.h"
#include "render/sign_in_page.h"
#include "render/garage_page.h"
#include "render/vehicle_page.h"
struct templates {
    int x;
};
struct templates *templates_load(const char *h, char *c, size_t s)
{
    static struct templates t;
    (void)h;
    (void)c;
    (void)s;
    return &t;
}
void templates_destroy(struct templates *t)
{
    (void)t;
}
static h2o_iovec_t out(const struct page *p, const char *name, int n, const char *more)
{
    char *t = h2o_mem_alloc_shared(p->pool, 4096, NULL);
    snprintf(t, 4096, "<html><h1>%s %d</h1><input name=\"csrf\" value=\"%s\">%s</html>", name, n,
             p->csrf ? p->csrf : "", more ? more : "");
    h2o_iovec_t v = {t, strlen(t)};
    return v;
}
h2o_iovec_t front_page(const struct page *p)
{
    return out(p, "front", 0, NULL);
}
h2o_iovec_t fault_page(const struct page *p, enum fault f, const char *id, long r)
{
    (void)id;
    (void)r;
    return out(p, "fault", f, NULL);
}
h2o_iovec_t sign_in_page(const struct page *p, enum sign_in_notice n, const char *ph)
{
    (void)ph;
    return out(p, "sign_in", n, NULL);
}
h2o_iovec_t code_page(const struct page *p, enum code_notice n, const char *m, const char *f)
{
    (void)m;
    (void)f;
    return out(p, "code", n, NULL);
}
h2o_iovec_t account_page(const struct page *p, const char *m, unsigned s)
{
    (void)m;
    return out(p, "account", (int)s, NULL);
}
h2o_iovec_t vehicles_page(const struct page *p, const struct owned *o, size_t c)
{
    (void)o;
    return out(p, "vehicles", (int)c, NULL);
}
h2o_iovec_t claim_page(const struct page *p, enum claim_notice n, const struct claim_form *f)
{
    (void)f;
    return out(p, "claim", n, NULL);
}
h2o_iovec_t vehicle_page(const struct page *p, const struct view *v, const struct looks *l, bool j)
{
    (void)l;
    (void)j;
    return out(p, "vehicle", (int)v->total, v->count ? v->records[0].plate : NULL);
}
