#include "render/client_keys_page.h"

#include <string.h>

#include "render/page_model.h"

enum { SOON_DAYS = 30, USUAL_DAYS = 180 };

const int client_key_days[] = {30, 90, 180, 365, 0};

static bool good(const struct client_key *key)
{
    return strcmp(key->state, "good") == 0;
}

static void give_key(const struct page *page, json_t *item, const struct client_key *key)
{
    give_text(item, "kid", key->kid);
    give_text(item, "label", *key->label == '\0' ? NULL : key->label);
    give_text(item, "kind", page_word(page, "key_kind", key->kind));
    give_text(item, "state", page_word(page, "key_state", key->state));
    give_flag(item, "good", good(key));
    give_text(item, "created", moment_words(page, key->created_at));
    give_text(item, "used", key->used_at == 0 ? NULL : moment_words(page, key->used_at));
    give_text(item, "expires", moment_words(page, key->expires_at));
    give_flag(item, "soon", good(key) && key->days_left < SOON_DAYS);
    give_count(page, item, "days", key->days_left);
}

static void give_days(const struct page *page, json_t *model, int chosen)
{
    json_t *list = give_list(model, "days");

    for (const int *days = client_key_days; *days != 0; days++) {
        json_t *item = add_item(list);

        give_text(item, "value", page_text(page, "%d", *days));
        give_flag(item, "chosen", *days == (chosen == 0 ? USUAL_DAYS : chosen));
    }
}

static void give_acts(const struct page *page, json_t *model, const struct client_keys *keys)
{
    json_t *list = give_list(model, "acts");

    for (size_t i = 0; i < keys->act_count; i++) {
        const struct client_act *act = &keys->act[i];
        json_t *item = add_item(list);

        give_text(item, "at", moment_words(page, act->at));
        give_text(item, "admin", act->admin);
        give_text(item, "act", page_word(page, "client_act", act->act));
        give_text(item, "kid", act->kid);
        give_text(item, "label", act->label != NULL && *act->label != '\0' ? act->label : NULL);
    }
    give_flag(model, "no_acts", keys->act_count == 0);
}

static void give_notice(json_t *model, enum client_keys_notice notice, const struct client_key_form *form)
{
    bool of_public = notice == KEYS_PUBLIC_WRONG || notice == KEYS_LABEL_WRONG_PUBLIC || notice == KEYS_TAKEN;

    give_flag(model, "added", notice == KEYS_ADDED);
    give_flag(model, "ended", notice == KEYS_ENDED);
    give_flag(model, "full", notice == KEYS_FULL);
    give_flag(model, "taken", notice == KEYS_TAKEN);
    give_flag(model, "label_wrong", notice == KEYS_LABEL_WRONG);
    give_flag(model, "public_label_wrong", notice == KEYS_LABEL_WRONG_PUBLIC);
    give_flag(model, "key_wrong", notice == KEYS_PUBLIC_WRONG);
    give_flag(model, "key_marked", notice == KEYS_PUBLIC_WRONG || notice == KEYS_TAKEN);
    give_flag(model, "wrong", of_public || notice == KEYS_LABEL_WRONG);
    give_text(model, "label", of_public ? NULL : form->label);
    give_text(model, "public_label", of_public ? form->label : NULL);
    give_text(model, "key", form->key);
}

h2o_iovec_t client_keys_page(const struct page *page, enum client_keys_notice notice,
                             const struct client_key_form *form, const struct client_keys *keys)
{
    json_t *model = json_object(), *list = give_list(model, "keys");
    size_t counting = 0;

    give_notice(model, notice, form);
    for (size_t i = 0; i < keys->count; i++) {
        give_key(page, add_item(list), &keys->key[i]);
        counting += good(&keys->key[i]);
    }
    give_flag(model, "no_keys", keys->count == 0);
    give_flag(model, "room", counting < CLIENT_KEYS_GOOD);
    give_days(page, model, form->days);
    give_acts(page, model, keys);
    return page_render(page, "client_keys", model);
}

h2o_iovec_t client_key_made_page(const struct page *page, const char *client_id, const char *kid,
                                 const char *secret, const struct client_key_form *form)
{
    json_t *model = json_object();

    give_text(model, "client_id", client_id);
    give_text(model, "kid", kid);
    give_text(model, "secret", secret);
    give_text(model, "label", *form->label == '\0' ? NULL : form->label);
    give_text(model, "days", page_text(page, "%d", form->days));
    return page_render(page, "client_key_made", model);
}

h2o_iovec_t client_key_end_page(const struct page *page, const struct client_key *key, bool last)
{
    json_t *model = json_object();

    give_key(page, model, key);
    give_flag(model, "last", last);
    return page_render(page, "client_key_end", model);
}
