#include "render/client_feed_page.h"

#include <string.h>

#include "render/page_model.h"

static void give_number(const struct page *page, json_t *model, const char *name, int64_t number)
{
    give_text(model, name, number_words(page, (long)number));
}

static void give_webhook(const struct page *page, json_t *item, const struct client_feed *feed,
                         const struct client_webhook *webhook)
{
    give_text(item, "id", webhook->id);
    give_text(item, "url", webhook->url);
    give_text(item, "state", page_word(page, "webhook_state", webhook->state));
    give_flag(item, "good", strcmp(webhook->state, "active") == 0);
    give_flag(item, "pending", strcmp(webhook->state, "pending") == 0);
    give_flag(item, "paused", strcmp(webhook->state, "paused") == 0);
    give_number(page, item, "position", webhook->position);
    give_number(page, item, "behind", feed->last - webhook->position);
    give_flag(item, "up_to_date", feed->last == webhook->position);
    give_text(item, "failing",
              webhook->failing_since == 0 ? NULL : moment_words(page, webhook->failing_since));
    give_text(item, "made", moment_words(page, webhook->made_at));
}

static void give_feed(const struct page *page, json_t *model, const struct client_feed *feed)
{
    give_number(page, model, "last", feed->last);
    give_number(page, model, "oldest", feed->forgotten + 1);
    give_flag(model, "any_kept", feed->last > feed->forgotten);
    give_text(model, "told", feed->told_at == 0 ? NULL : moment_words(page, feed->told_at));
}

h2o_iovec_t client_feed_page(const struct page *page, const struct client_feed *feed)
{
    json_t *model = json_object(), *list = give_list(model, "webhooks");

    give_feed(page, model, feed);
    for (size_t i = 0; i < feed->webhook_count; i++)
        give_webhook(page, add_item(list), feed, &feed->webhook[i]);
    give_flag(model, "no_webhooks", feed->webhook_count == 0);
    return page_render(page, "client_feed", model);
}

static void give_delivery(const struct page *page, json_t *item, const struct client_delivery *delivery)
{
    give_text(item, "at", moment_words(page, delivery->at));
    give_flag(item, "ping", delivery->first == 0);
    give_number(page, item, "first", delivery->first);
    give_number(page, item, "last", delivery->last);
    give_flag(item, "single", delivery->first == delivery->last);
    give_text(item, "outcome", page_word(page, "delivery", delivery->outcome));
    give_text(item, "status", delivery->status == 0 ? NULL : page_text(page, "%d", delivery->status));
    give_number(page, item, "ms", delivery->ms);
}

h2o_iovec_t client_webhook_page(const struct page *page, enum client_webhook_notice notice, const char *after,
                                const struct client_feed *feed, const struct client_webhook *webhook,
                                const struct client_delivery *delivery, size_t count)
{
    json_t *model = json_object(), *list = give_list(model, "deliveries");

    give_webhook(page, model, feed, webhook);
    give_flag(model, "pinged", notice == WEBHOOK_PINGED);
    give_flag(model, "replayed", notice == WEBHOOK_REPLAYED);
    give_flag(model, "after_wrong", notice == WEBHOOK_AFTER_WRONG);
    give_text(model, "after", after != NULL ? after : page_text(page, "%lld", (long long)webhook->position));
    give_text(model, "least", page_text(page, "%lld", (long long)feed->forgotten));
    give_text(model, "most", page_text(page, "%lld", (long long)feed->last));
    for (size_t i = 0; i < count; i++)
        give_delivery(page, add_item(list), &delivery[i]);
    give_flag(model, "no_deliveries", count == 0);
    return page_render(page, "client_webhook", model);
}
