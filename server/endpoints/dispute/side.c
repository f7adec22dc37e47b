#include "endpoints/dispute/side.h"

/* A session is one person's. */
struct side side_of(const struct exchange *x)
{
    if (x->asker.workshop != 0)
        return (struct side){BY_WORKSHOP, x->asker.workshop, "/workshop/disputes"};
    if (x->asker.staff != 0)
        return (struct side){BY_SUPERVISOR, x->asker.role == ROLE_SUPERVISOR ? x->asker.staff : 0,
                             "/staff/disputes"};
    return (struct side){BY_OWNER, x->asker.account, "/disputes"};
}
