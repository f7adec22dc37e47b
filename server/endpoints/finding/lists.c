#include "endpoints/finding/lists.h"

#include <string.h>

#include "endpoints/page.h"
#include "history/examination.h"
#include "http/form.h"
#include "http/reply.h"
#include "render/finding_page.h"
#include "store/asker.h"
#include "store/db.h"
#include "store/finding_store.h"

/* As both statements have it. */
enum { LINES_MOST = 200 };

struct listing {
    struct exchange *x;
    struct finding_list list;
    const char *path;
};

static continuation list_on_opened, list_on_lines;

/* The columns of both statements. */
enum column { HANDLE, CODE, STATE, DUE_ON, OPENED_AT, WORKSHOP, SETTLED_ON, ODOMETER, REASON };

/* One of ours, or NULL: of all. */
static const char *code_of(const char *asked)
{
    for (size_t i = 0; asked != NULL && examination_code(i) != NULL; i++)
        if (strcmp(examination_code(i), asked) == 0)
            return examination_code(i);
    return NULL;
}

static struct listing *begin(struct exchange *x, const char *path)
{
    struct listing *l = exchange_new(x, struct listing);
    enum finding_group group = finding_group_of(query_field(x, "state"));

    l->x = x;
    l->path = path;
    l->list.audience = x->audience;
    l->list.group = group == FINDINGS_GROUP_COUNT ? FINDINGS_DUE : group;
    l->list.code = code_of(query_field(x, "code"));
    l->list.most = LINES_MOST;
    return l;
}

void findings_of_workshop_start(struct exchange *x)
{
    finding_open(x, list_on_opened, begin(x, "/workshop/findings"));
}

static void list_on_opened(void *state, const struct answer *answer)
{
    struct listing *l = state;

    if (failed(answer->fault))
        reply_fault(l->x, answer->fault);
    else
        db_read(l->x, QUERY_FINDINGS_OF_WORKSHOP,
                DB_VALUES(workshop_text(l->x), finding_group_states(l->list.group), l->list.code),
                list_on_lines, l);
}

/* One code, or all in the order of their weight. */
static const char *codes_wanted(struct exchange *x, const char *code)
{
    return code != NULL ? exchange_text(x, "{%s}", code)
                        : examination_codes(false, exchange_alloc(x, EXAMINATION_CODES_TEXT));
}

void findings_of_supervisor_start(struct exchange *x)
{
    struct listing *l = begin(x, "/staff/findings");
    char *today = exchange_alloc(x, DATE_TEXT);

    if (x->asker.role != ROLE_SUPERVISOR) {
        reply_fault(x, FAULT_PATH_UNKNOWN);
        return;
    }
    db_read(x, QUERY_FINDINGS_OF_AUTHORITY,
            DB_VALUES(staff_text(x), date_text(date_today(), today), codes_wanted(x, l->list.code)),
            list_on_lines, l);
}

static struct finding_line read_line(const struct rows *rows, int row)
{
    return (struct finding_line){
        .handle = rows_text(rows, row, HANDLE),
        .code = rows_text(rows, row, CODE),
        .state = rectification_state_of(rows_text(rows, row, STATE)),
        .due_on = rows_date(rows, row, DUE_ON),
        .opened_at = rows_number(rows, row, OPENED_AT),
        .workshop_name = rows_text(rows, row, WORKSHOP),
        .settled_on = rows_date(rows, row, SETTLED_ON),
        .odometer_km = rows_text(rows, row, ODOMETER) == NULL ? -1 : (long)rows_number(rows, row, ODOMETER),
        .reason = rows_text(rows, row, REASON),
    };
}

static void list_on_lines(void *state, const struct answer *answer)
{
    struct listing *l = state;
    struct finding_line *lines;

    if (failed(answer->fault)) {
        reply_fault(l->x, answer->fault);
        return;
    }
    lines = exchange_alloc(l->x, sizeof(*lines) * ((size_t)answer->rows->count + 1));
    for (int row = 0; row < answer->rows->count; row++)
        lines[l->list.count++] = read_line(answer->rows, row);
    l->list.lines = lines;
    struct page page = page_for(l->x, l->path);
    reply_page(l->x, 200, findings_page(&page, &l->list));
}
