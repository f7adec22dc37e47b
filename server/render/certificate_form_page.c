#include "render/certificate_form_page.h"

#include <string.h>

#include "render/page_model.h"

static void give_choices(const struct page *page, json_t *model, const char *list_name, const char *group,
                         const char *const *codes, const char *chosen)
{
    json_t *list = give_list(model, list_name);

    for (; *codes != NULL; codes++) {
        json_t *item = add_item(list);

        give_text(item, "value", *codes);
        give_text(item, "name", page_word(page, group, *codes));
        give_flag(item, "chosen", chosen != NULL && strcmp(chosen, *codes) == 0);
    }
}

static void give_typed(json_t *model, const struct certificate_form *f)
{
    give_text(model, "once", f->once);
    give_text(model, "vin", f->vin);
    give_text(model, "reference", f->reference);
    give_text(model, "destination", f->destination);
    give_text(model, "share", f->share);
    give_text(model, "pin", f->pin);
    give_text(model, "phone", f->phone);
    give_text(model, "code", f->code);
    give_text(model, "predecessor", f->predecessor);
    give_text(model, "request", f->request);
    give_text(model, "language_code", f->language);
}

static void give_errors(json_t *model, const struct certificate_form *f)
{
    static const char *const names[] = {
        [FIELD_VIN] = "vin_error",
        [FIELD_REFERENCE] = "reference_error",
        [FIELD_DESTINATION] = "destination_error",
        [FIELD_LANGUAGE] = "language_error",
        [FIELD_SHARE] = "share_error",
        [FIELD_PIN] = "pin_error",
        [FIELD_PHONE] = "phone_error",
        [FIELD_CODE] = "code_error",
    };
    bool any = false;

    for (enum certificate_field field = 0; field < CERTIFICATE_FIELDS; field++) {
        give_text(model, names[field], f->error[field]);
        any = any || f->error[field] != NULL;
    }
    give_flag(model, "wrong", any);
    give_text(model, "refused", f->refused);
}

h2o_iovec_t certificate_form_page(const struct page *page, const struct certificate_form *form)
{
    static const char *const languages[] = {"en", "ru", "ar", "kk", "fr", "es", NULL};
    static const char *const destinations[] = {
        "RU", "KZ", "UZ", "KG", "TJ", "TM", "BY", "AM", "AZ", "GE", "MN", "AE", "SA", "JO", "IQ", "EG", "DZ",
        "NG", "KE", "ET", "GH", "TZ", "MX", "CL", "PE", "BO", "CO", "BR", "TH", "VN", "KH", "MM", "PK", NULL};
    json_t *model = json_object();

    give_typed(model, form);
    give_errors(model, form);
    give_flag(model, "by_code", form->by_code);
    give_choices(page, model, "languages", "certificate_language", languages, form->language);
    give_choices(page, model, "destinations", "destination", destinations, NULL);
    return page_render(page, "certificate_form", model);
}
