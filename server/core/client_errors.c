#include "core/client_errors.h"

#include <stdlib.h>
#include <string.h>

#include "core/date.h"
#include "core/service.h"

struct client_errors {
    size_t count;
    struct client_error error[CLIENT_ERRORS_MOST];
};

struct client_errors *client_errors_create(void)
{
    struct client_errors *e = calloc(1, sizeof(*e));

    if (e == NULL)
        abort();
    return e;
}

void client_errors_destroy(struct client_errors *e)
{
    free(e);
}

static void add(struct service *service, const struct client_error *more)
{
    struct client_errors *e = service->client_errors;

    for (size_t i = 0; i < e->count; i++) {
        struct client_error *known = &e->error[i];

        if (known->client == more->client && known->fault == more->fault && known->day == more->day) {
            known->count += more->count;
            return;
        }
    }
    if (e->count == CLIENT_ERRORS_MOST)
        count(service, client_errors_untold);
    else
        e->error[e->count++] = *more;
}

void client_errors_note(struct service *service, int64_t client, enum fault fault)
{
    if (client == 0 || fault == FAULT_NO_RECORD || fault == FAULT_NOT_COLLECTED)
        return;
    add(service, &(struct client_error){client, china_day(clock_wall()), fault, 1});
}

size_t client_errors_take(struct client_errors *e, struct client_error taken[CLIENT_ERRORS_MOST])
{
    size_t count = e->count;

    memcpy(taken, e->error, count * sizeof(*taken));
    e->count = 0;
    return count;
}

void client_errors_return(struct service *service, const struct client_error *taken, size_t count)
{
    for (size_t i = 0; i < count; i++)
        add(service, &taken[i]);
}
