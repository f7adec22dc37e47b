/* side - on which side of a dispute the asker stands, by the door they came through */
#pragma once

#include "core/exchange.h"
#include "history/dispute.h"

struct side {
    enum dispute_actor by;
    int64_t id;           /* account, workshop or member of staff; 0: of staff, but no supervisor */
    const char *disputes; /* where the disputes of this side are */
};
struct side side_of(const struct exchange *x);
