#include "endpoints/public/docs.h"

#include <stdlib.h>
#include <string.h>

#include "core/service.h"
#include "core/settings.h"
#include "endpoints/page.h"
#include "http/gzip.h"
#include "http/reply.h"
#include "render/docs_page.h"

enum { ZH, EN, LANGUAGES };

struct docs {
    struct {
        h2o_iovec_t html, packed;
    } page[LANGUAGES]; /* without a length until somebody asks for it */
};

struct docs *docs_create(void)
{
    struct docs *docs = calloc(1, sizeof(*docs));

    if (docs == NULL)
        abort();
    return docs;
}

void docs_destroy(struct docs *docs)
{
    for (size_t i = 0; i < LANGUAGES; i++) {
        free(docs->page[i].html.base);
        free(docs->page[i].packed.base);
    }
    free(docs);
}

void docs_start(struct exchange *x)
{
    struct page page = page_for(x, "/docs");
    struct docs *docs = x->service->docs;
    size_t i = strcmp(page.language, "zh") == 0 ? ZH : EN;

    if (asker_signed_in(&x->asker)) {
        reply_page(x, 200, docs_page(&page, x->service->settings->public_url));
        return;
    }
    page.csrf = NULL; /* nothing of this visitor's is kept */
    if (docs->page[i].html.len == 0) {
        h2o_iovec_t html = docs_page(&page, x->service->settings->public_url);

        docs->page[i].html = h2o_strdup(NULL, html.base, html.len);
        docs->page[i].packed = gzip_packed(NULL, html, GZIP_SMALL);
    }
    reply_page_packed(x, 200, docs->page[i].html, docs->page[i].packed);
}
