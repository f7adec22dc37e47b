/* fleet_page - the vehicles of an organisation, and those that it claims */
#pragma once

#include <stddef.h>

#include "history/disclosure.h"
#include "history/fleet_line.h"
#include "render/organisation_page.h"

enum { FLEET_MOST = 2000, FLEET_PAGE = 50, FLEET_LINES_MOST = 200 };

enum fleet_order { FLEET_BY_CLAIM, FLEET_BY_PLATE, FLEET_BY_MAKER, FLEET_BY_REPAIR, FLEET_BY_FINDINGS };

/* By its code in forms; the first for what is none. */
enum fleet_order fleet_order_of(const char *code);

struct fleet_vehicle {
    const char *handle, *plate;
    const struct view *view; /* NULL: not shown on this page */
    int64_t claimed_at;
};

struct fleet_shown {
    const struct organisation *organisation;
    const struct fleet_vehicle *vehicle; /* those of this page */
    size_t count, found, total;          /* on the page; that fit what was searched for; in all */
    size_t page, pages;                  /* from 1 */
    enum fleet_order order;
    const char *searched; /* as typed; NULL: nothing */
    bool last;            /* an administrator wanted to leave who is the last one */
};

h2o_iovec_t fleet_page(const struct page *page, const struct fleet_shown *shown);

/* The same as a table to take away. */
h2o_iovec_t fleet_table(const struct page *page, const struct fleet_vehicle *vehicle, size_t count);

enum fleet_fate {
    FLEET_ADDED,
    FLEET_THERE, /* it is the organisation's already */
    FLEET_REFUSED,
    FLEET_TOO_OFTEN, /* today */
    FLEET_FULL,
    FLEET_TWICE,   /* in this list */
    FLEET_AWARDED, /* to somebody else, by a reviewer */
    FLEET_UNREAD   /* see `fault` */
};

struct fleet_result {
    size_t number; /* of the line, from 1 */
    enum fleet_fate fate;
    enum fleet_line_fault fault;
    const char *masked; /* the VIN, as far as it could be read */
};

enum fleet_notice { FLEET_FRESH, FLEET_INCOMPLETE, FLEET_DONE, FLEET_NOTHING, FLEET_TOO_LONG };

/* One by its fields, or many by lines: what was typed stays, of many the lines that were not taken. */
struct fleet_form {
    const char *vin, *plate, *engine_no, *registration_no;
    bool vin_wrong, plate_wrong, engine_no_wrong, registration_no_wrong;
    const char *lines;
    bool lines_wrong;
};

h2o_iovec_t fleet_add_page(const struct page *page, const struct organisation *organisation,
                           enum fleet_notice notice, const struct fleet_form *form,
                           const struct fleet_result *result, size_t count);
