#include "render/docs_page.h"

#include "history/sandbox.h"
#include "reference.h"
#include "render/page_model.h"

static void give_sandbox(const struct page *page, json_t *model)
{
    json_t *list = give_list(model, "sandbox");

    for (enum sandbox_case c = 0; c < SANDBOX_CASES; c++) {
        const struct sandbox_vehicle *v = sandbox_vehicle(c);
        json_t *item = add_item(list);

        give_text(item, "vin", v->vin.text);
        give_text(item, "shows", v->shows);
        give_text(item, "about", page_word(page, "sandbox", v->shows));
        give_text(item, "status", page_text(page, "%d", fault_status(v->fault)));
        give_text(item, "code", failed(v->fault) ? fault_code(v->fault) : NULL);
    }
}

h2o_iovec_t docs_page(const struct page *page, const char *url)
{
    json_t *model = json_loadb((const char *)reference_model, reference_model_length, 0, NULL);

    give_text(model, "url", url);
    give_sandbox(page, model);
    return page_render(page, "docs", model);
}
