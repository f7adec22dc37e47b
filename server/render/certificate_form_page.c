#include "render/certificate_form_page.h"

#include <string.h>

#include "render/client_certificates_page.h"
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
        [FIELD_PAPERS] = "papers_error",
    };
    bool any = false;

    for (enum certificate_field field = 0; field < CERTIFICATE_FIELDS; field++) {
        give_text(model, names[field], f->error[field]);
        any = any || f->error[field] != NULL;
    }
    give_flag(model, "wrong", any);
    give_text(model, "refused", f->refused);
}

static void give_papers(const struct page *page, json_t *model, const struct certificate_form *f)
{
    json_t *list = give_list(model, "papers");

    give_flag(model, "any_papers", f->choice_count != 0);
    for (const struct papers_choice *p = f->choice; p < f->choice + f->choice_count; p++) {
        json_t *item = add_item(list);

        give_text(item, "value", p->handle);
        give_text(item, "vin_end", vin_end_words(page, p->vin));
        give_text(item, "good_until", moment_words(page, p->good_until));
        give_flag(item, "chosen", f->papers != NULL && strcmp(f->papers, p->handle) == 0);
    }
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
    give_flag(model, "by_share", form->ground == BY_SHARE);
    give_flag(model, "by_code", form->ground == BY_CODE);
    give_flag(model, "by_papers", form->ground == BY_PAPERS);
    give_papers(page, model, form);
    give_choices(page, model, "languages", "certificate_language", languages, form->language);
    give_choices(page, model, "destinations", "destination", destinations, NULL);
    return page_render(page, "certificate_form", model);
}
