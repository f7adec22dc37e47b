#include "endpoints/photos.h"

#include <stdlib.h>
#include <string.h>

#include "core/offload.h"
#include "core/service.h"
#include "http/multipart.h"

enum { MOST = 4 };

struct making {
    struct photo_field *field;
    size_t count;
    h2o_iovec_t file[MOST]; /* from malloc(); each goes as soon as its photo is made */
    struct photo made[MOST];
    continuation *resume;
    void *state;
};

static continuation on_made;

/* A browser sends a file without a name and bytes for a field that was left alone. */
static enum photo_fault glance(h2o_iovec_t file, bool needed)
{
    if (file.len == 0)
        return needed ? PHOTO_MISSING : PHOTO_FINE;
    return photo_glance(file.base, file.len);
}

bool photos_are_fine(const struct photo_field *field, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (field[i].fault != PHOTO_FINE)
            return false;
    return true;
}

bool photos_glance(const struct exchange *x, struct photo_field *field, size_t count)
{
    for (size_t i = 0; i < count; i++)
        field[i].fault = glance(multipart_file(x, field[i].name), field[i].needed);
    return photos_are_fine(field, count);
}

static void make(void *state)
{
    struct making *m = state;

    for (size_t i = 0; i < m->count; i++) {
        if (m->file[i].len != 0)
            m->field[i].fault = photo_make(m->file[i].base, m->file[i].len, &m->made[i]);
        free(m->file[i].base);
        m->file[i] = h2o_iovec_init(NULL, 0);
    }
}

/* With the exchange, whether anybody waited for the photos or not. */
static void give_back(void *state)
{
    struct making *m = state;

    for (size_t i = 0; i < m->count; i++) {
        photo_free(&m->made[i]);
        free(m->file[i].base);
    }
}

/* The body goes when the client leaves, whatever the helper thread is at. */
static h2o_iovec_t copied(h2o_iovec_t file)
{
    char *copy = file.len == 0 ? NULL : malloc(file.len);

    if (file.len == 0)
        return h2o_iovec_init(NULL, 0);
    if (copy == NULL)
        abort();
    return h2o_iovec_init(memcpy(copy, file.base, file.len), file.len);
}

void photos_make_of(struct exchange *x, struct photo_field *field, const h2o_iovec_t *file, size_t count,
                    continuation *resume, void *state)
{
    struct making *m = exchange_new(x, struct making);

    if (count > MOST)
        h2o_fatal("photos: too many fields");
    *m = (struct making){.field = field, .count = count, .resume = resume, .state = state};
    for (size_t i = 0; i < count; i++)
        m->file[i] = copied(file[i]);
    exchange_adopt(x, m, give_back);
    offload_run(x, x->service->photo_offload, make, on_made, m);
}

void photos_make(struct exchange *x, struct photo_field *field, size_t count, continuation *resume,
                 void *state)
{
    h2o_iovec_t file[MOST];

    for (size_t i = 0; i < count && i < MOST; i++)
        file[i] = multipart_file(x, field[i].name);
    photos_make_of(x, field, file, count, resume, state);
}

static void on_made(void *state, const struct answer *answer)
{
    struct making *m = state;

    for (size_t i = 0; i < m->count; i++)
        m->field[i].photo = m->made[i];
    m->resume(m->state, answer);
}
