#include "render/docs_page.h"

#include "reference.h"
#include "render/page_model.h"

h2o_iovec_t docs_page(const struct page *page, const char *url)
{
    json_t *model = json_loadb((const char *)reference_model, reference_model_length, 0, NULL);

    give_text(model, "url", url);
    return page_render(page, "docs", model);
}
