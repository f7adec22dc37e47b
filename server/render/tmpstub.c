/* Gone as soon as render/template is there. */
#include "render/template.h"
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
