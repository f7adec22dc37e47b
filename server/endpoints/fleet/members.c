#include "endpoints/fleet/members.h"

#include <string.h>

#include "core/seal.h"
#include "core/service.h"
#include "endpoints/fleet/organisation.h"
#include "endpoints/owner/code.h"
#include "endpoints/page.h"
#include "http/cookie.h"
#include "http/form.h"
#include "http/reply.h"
#include "store/account_store.h"
#include "store/asker.h"
#include "store/db.h"

struct managing {
    struct exchange *x;
    struct members_shown shown;
    int status;
    char once[TICKET_TEXT], phone[PHONE_TEXT];
    const char *role; /* of the change; NULL: none any more */
};

static organisation_done members_on_organisation, invite_on_organisation, change_on_organisation,
    end_form_on_organisation, end_on_organisation;
static continuation members_on_rows, invite_on_invited, change_on_changed, invitation_on_ended, leave_on_left,
    end_on_ended;

static struct managing *managing_new(struct exchange *x)
{
    struct managing *m = exchange_new(x, struct managing);

    m->x = x;
    m->status = 200;
    ticket_new(m->once);
    m->shown.once = m->once;
    return m;
}

static void show(struct managing *m, enum members_notice notice)
{
    m->shown.notice = notice;
    db_read(m->x, QUERY_ORGANISATION_MEMBERS, DB_VALUES(segment_text(m->x, 0), account_text(m->x)),
            members_on_rows, m);
}

void members_start(struct exchange *x)
{
    organisation_find_managed(x, members_on_organisation, managing_new(x));
}

static void members_on_organisation(void *state, const struct organisation *organisation)
{
    static const struct {
        const char *word;
        enum members_notice notice;
    } words[] = {
        {"invited", MEMBERS_INVITED},
        {"changed", MEMBERS_CHANGED},
        {"removed", MEMBERS_REMOVED},
    };
    struct managing *m = state;
    enum members_notice notice = MEMBERS_PLAIN;

    m->shown.organisation = organisation;
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        notice = query_is(m->x, words[i].word) ? words[i].notice : notice;
    show(m, notice);
}

static void members_on_rows(void *state, const struct answer *answer)
{
    enum column { HANDLE, PHONE, ROLE, SINCE, ASKED_UNTIL, SELF };
    struct managing *m = state;
    struct exchange *x = m->x;
    const struct rows *rows = answer->rows;
    struct member *member;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    member = exchange_alloc(x, sizeof(*member) * ((size_t)rows->count + 1));
    for (int row = 0; row < rows->count; row++) {
        const char *phone = phone_open(&x->pool, x->service->keys, rows_bytes(&x->pool, rows, row, PHONE));

        member[row] = (struct member){
            .handle = rows_text(rows, row, HANDLE),
            .phone = phone == NULL ? NULL : phone_masked(x, phone),
            .administrator = strcmp(rows_text(rows, row, ROLE), "administrator") == 0,
            .self = rows_true(rows, row, SELF),
            .since = rows_number(rows, row, SINCE),
            .asked_until = rows_number(rows, row, ASKED_UNTIL),
        };
    }
    m->shown.member = member;
    m->shown.count = (size_t)rows->count;
    struct page page = page_for(x, exchange_text(x, "/organisations/%s/members", segment_text(x, 0)));
    reply_page(x, m->status, members_page(&page, &m->shown));
}

void member_invite_start(struct exchange *x)
{
    if (page_form_is_ours(x))
        organisation_find_managed(x, invite_on_organisation, managing_new(x));
}

static const char *invitation_words(struct exchange *x, const char *name)
{
    if (strcmp(language_of(x), "en") == 0)
        return exchange_text(
            x,
            "[Chedang] %s asks you to look after its vehicles with it. Sign in with this number "
            "within seven days and answer under Organisations; if you do not know it, ignore this.",
            name);
    return exchange_text(x,
                         "【车档】%s 邀请您加入，共同管理其车辆。请在 7 "
                         "天内用此号码登录，在“单位”中答复；如不相识，请勿理会。",
                         name);
}

static void invite_on_organisation(void *state, const struct organisation *organisation)
{
    struct managing *m = state;
    struct exchange *x = m->x;
    const struct keys *keys = x->service->keys;
    const char *once = organisation_ticket(x, "once"), *role = body_field(x, "role");

    m->shown.organisation = organisation;
    m->shown.phone = body_field(x, "phone");
    m->shown.as_administrator = role != NULL && strcmp(role, "administrator") == 0;
    if (m->shown.phone == NULL || !phone_normalise(m->shown.phone, strlen(m->shown.phone), m->phone)) {
        show(m, MEMBERS_WRONG);
        return;
    }
    db_write(x, QUERY_ORGANISATION_INVITE,
             DB_VALUES(segment_text(x, 0), account_text(x), once != NULL ? once : m->once,
                       phone_index_text(&x->pool, keys, m->phone),
                       phone_sealed_text(&x->pool, keys, m->phone),
                       m->shown.as_administrator ? "administrator" : "member",
                       outbox_body_text(&x->pool, keys, m->phone, invitation_words(x, organisation->name))),
             invite_on_invited, m);
}

/* A fault, or what the database said; NULL when that was answered. */
static const char *said(struct exchange *x, const struct answer *answer)
{
    const char *text = failed(answer->fault) ? NULL : rows_text(answer->rows, 0, 0);

    if (text == NULL)
        reply_fault(x, failed(answer->fault) ? answer->fault : FAULT_PATH_UNKNOWN);
    return text;
}

static void invite_on_invited(void *state, const struct answer *answer)
{
    struct managing *m = state;
    const char *fate = said(m->x, answer);

    if (fate == NULL)
        return;
    if (strcmp(fate, "made") == 0 || strcmp(fate, "there") == 0) {
        reply_redirect(m->x, exchange_text(m->x, "/organisations/%s/members?invited", segment_text(m->x, 0)));
        return;
    }
    m->status = strcmp(fate, "too_many") == 0 ? 429 : 409;
    if (m->status == 429)
        reply_header(m->x, "retry-after", "86400");
    show(m, strcmp(fate, "member") == 0 ? MEMBERS_IS_MEMBER
            : strcmp(fate, "full") == 0 ? MEMBERS_FULL
                                        : MEMBERS_TOO_MANY);
}

void member_change_start(struct exchange *x)
{
    if (page_form_is_ours(x))
        organisation_find_managed(x, change_on_organisation, managing_new(x));
}

static void change_on_organisation(void *state, const struct organisation *organisation)
{
    struct managing *m = state;
    struct exchange *x = m->x;
    const char *role = body_field(x, "role");

    m->shown.organisation = organisation;
    if (role == NULL ||
        (strcmp(role, "administrator") != 0 && strcmp(role, "member") != 0 && strcmp(role, "none") != 0)) {
        reply_fault(x, FAULT_PATH_UNKNOWN);
        return;
    }
    m->role = strcmp(role, "none") == 0 ? NULL : role;
    db_write(x, QUERY_ORGANISATION_CHANGE,
             DB_VALUES(segment_text(x, 0), account_text(x), segment_text(x, 1), m->role), change_on_changed,
             m);
}

static void change_on_changed(void *state, const struct answer *answer)
{
    struct managing *m = state;
    struct exchange *x = m->x;
    const char *fate = said(x, answer);

    if (fate == NULL)
        return;
    if (strcmp(fate, "last") == 0) {
        m->status = 409;
        show(m, MEMBERS_LAST);
    } else {
        reply_redirect(x, exchange_text(x, "/organisations/%s/members?%s", segment_text(x, 0),
                                        m->role == NULL ? "removed" : "changed"));
    }
}

void invitation_end_start(struct exchange *x)
{
    if (page_form_is_ours(x))
        db_write(x, QUERY_ORGANISATION_UNINVITE,
                 DB_VALUES(segment_text(x, 0), account_text(x), segment_text(x, 1)), invitation_on_ended, x);
}

static void invitation_on_ended(void *state, const struct answer *answer)
{
    struct exchange *x = state;

    if (said(x, answer) != NULL)
        reply_redirect(x, exchange_text(x, "/organisations/%s/members?removed", segment_text(x, 0)));
}

void organisation_leave_start(struct exchange *x)
{
    if (page_form_is_ours(x))
        db_write(x, QUERY_ORGANISATION_CHANGE, DB_VALUES(segment_text(x, 0), account_text(x), NULL, NULL),
                 leave_on_left, managing_new(x));
}

/* Administrators alone can be the last; they get the page where they can hand it on. */
static void leave_on_left(void *state, const struct answer *answer)
{
    struct managing *m = state;
    const char *fate = said(m->x, answer);

    if (fate == NULL)
        return;
    if (strcmp(fate, "last") == 0)
        reply_redirect(m->x, exchange_text(m->x, "/organisations/%s?last", segment_text(m->x, 0)));
    else
        reply_redirect(m->x, "/organisations?left");
}

static void show_end(struct exchange *x, const struct organisation *organisation, const char *typed)
{
    struct page page = page_for(x, exchange_text(x, "/organisations/%s/end", segment_text(x, 0)));

    if (organisation->administers)
        reply_page(x, 200, organisation_end_page(&page, organisation, typed));
    else
        reply_fault(x, FAULT_PATH_UNKNOWN);
}

void organisation_end_form_start(struct exchange *x)
{
    organisation_find(x, end_form_on_organisation, x);
}

static void end_form_on_organisation(void *state, const struct organisation *organisation)
{
    show_end(state, organisation, NULL);
}

void organisation_end_start(struct exchange *x)
{
    if (page_form_is_ours(x))
        organisation_find(x, end_on_organisation, x);
}

static void end_on_organisation(void *state, const struct organisation *organisation)
{
    struct exchange *x = state;
    const char *typed = body_field(x, "word");
    struct page page = page_for(x, "/organisations");

    if (end_word_is(&page, typed))
        db_write(x, QUERY_ORGANISATION_END, DB_VALUES(segment_text(x, 0), account_text(x)), end_on_ended, x);
    else
        show_end(x, organisation, typed == NULL ? "" : typed);
}

static void end_on_ended(void *state, const struct answer *answer)
{
    if (said(state, answer) != NULL)
        reply_redirect(state, "/organisations?ended");
}
