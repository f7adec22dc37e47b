#include "store/asker.h"

#include "core/seal.h"

static const char *id_text(struct exchange *x, int64_t id)
{
    return exchange_text(x, "%lld", (long long)id);
}

const char *account_text(struct exchange *x)
{
    return id_text(x, x->asker.account);
}

const char *workshop_text(struct exchange *x)
{
    return id_text(x, x->asker.workshop);
}

const char *staff_text(struct exchange *x)
{
    return id_text(x, x->asker.staff);
}

const char *client_admin_text(struct exchange *x)
{
    return id_text(x, x->asker.client_admin);
}

const char *administered_text(struct exchange *x)
{
    return id_text(x, x->asker.administered);
}

const char *client_text(struct exchange *x)
{
    return id_text(x, x->asker.client);
}

const char *exporter_text(struct exchange *x)
{
    return x->asker.client != 0 ? client_text(x) : administered_text(x);
}

const char *session_text(struct exchange *x)
{
    return bytea_text(&x->pool, x->asker.session, sizeof(x->asker.session));
}
