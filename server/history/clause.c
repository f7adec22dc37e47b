#include "history/clause.h"

enum { SEGMENTS_MOST = ACTS_MOST };

/* What stands between two joins: whether it begins with a deed, and the deed that it ends with. */
struct segment {
    enum deed leads, ends;
    bool has_thing;
};

struct reading {
    struct clauses *from;
    struct clause *clause;
    struct segment segments[SEGMENTS_MOST];
    unsigned segment;
    enum deed last;   /* the deed before, in this segment */
    bool advised;     /* what comes is only advised */
    bool damage_void; /* a damage was denied, and so is the next one of its list */
};

struct clauses clauses_of(const struct phrase_found *found, size_t count)
{
    return (struct clauses){found, count, 0};
}

static const struct phrase *phrase_of(const struct clauses *c, size_t i)
{
    return &phrases[c->found[i].phrase];
}

static bool touches_next(const struct clauses *c, size_t i)
{
    return i + 1 < c->count && c->found[i].at + phrase_of(c, i)->length == c->found[i + 1].at;
}

static enum phrase_kind kind_of(const struct clauses *c, size_t i)
{
    return (enum phrase_kind)phrase_of(c, i)->kind;
}

/* The kind of what stands right behind, words that say nothing left out; PHRASE_WORD when nothing does. */
static enum phrase_kind kind_behind(const struct clauses *c, size_t i)
{
    while (touches_next(c, i))
        if (kind_of(c, ++i) != PHRASE_WORD)
            return kind_of(c, i);
    return PHRASE_WORD;
}

static enum phrase_kind kind_before(const struct clauses *c, size_t i)
{
    while (i > 0 && touches_next(c, i - 1))
        if (kind_of(c, --i) != PHRASE_WORD)
            return kind_of(c, i);
    return PHRASE_WORD;
}

/* Whether what stands right behind is something that a deed is done to, and no work of its own: 匹配. */
static bool object_behind(const struct clauses *c, size_t i)
{
    while (touches_next(c, i))
        if (kind_of(c, ++i) != PHRASE_WORD)
            return phrase_of(c, i)->part < PART_CODE_COUNT;
    return false;
}

static bool is_thing(enum phrase_kind kind)
{
    return kind == PHRASE_THING || kind == PHRASE_PIECE;
}

static enum deed deed_of(enum phrase_kind kind)
{
    switch (kind) {
    case PHRASE_LOOK: return DEED_LOOKED;
    case PHRASE_PAINT: return DEED_PAINTED;
    case PHRASE_BURST: return DEED_BURST;
    case PHRASE_REPAIR: return DEED_REPAIRED;
    case PHRASE_RENEW: return DEED_RENEWED;
    default: return DEED_NOT_TOLD;
    }
}

static void raise_to(enum deed *deed, enum deed other)
{
    *deed = other > *deed ? other : *deed;
}

static struct act *latest(struct reading *r)
{
    struct clause *c = r->clause;

    return c->count > 0 && c->acts[c->count - 1].segment == r->segment ? &c->acts[c->count - 1] : NULL;
}

/* 换 is a part of many other words: a verb only where something known stands beside it. */
static bool is_alone(const struct clauses *c, size_t i)
{
    enum { ONE_CHARACTER = 3 };

    bool known_behind = touches_next(c, i) && kind_of(c, i + 1) != PHRASE_END;

    return phrase_of(c, i)->length == ONE_CHARACTER && c->found[i].at > 0 && !known_behind &&
           !(i > 0 && touches_next(c, i - 1));
}

static void read_deed(struct reading *r, size_t i)
{
    const struct phrase *p = phrase_of(r->from, i);
    struct act *before = latest(r);
    enum deed deed = deed_of((enum phrase_kind)p->kind);

    if (is_alone(r->from, i))
        return;
    if (r->advised || kind_before(r->from, i) == PHRASE_DENIAL || kind_behind(r->from, i) == PHRASE_ADVICE) {
        r->clause->works |= CODE_BIT(WORK_DIAGNOSIS);
        deed = DEED_LOOKED;
    } else if (p->work < WORK_CODE_COUNT) {
        r->clause->works |= CODE_BIT(p->work);
    }
    if (before != NULL)
        raise_to(object_behind(r->from, i) ? &before->touching : &before->behind, deed);
    else if (r->segments[r->segment].leads < deed)
        r->segments[r->segment].leads = deed;
    r->last = deed;
    r->segments[r->segment].ends = deed;
}

/* A bulb behind the name of a cluster is the cluster's, coolant behind a battery's is in it. */
static bool sits_in_others(const struct phrase *p)
{
    return p->kind == PHRASE_PIECE || p->kind == PHRASE_FITTING || p->part == PART_FLUID ||
           p->part == PART_LIGHT || p->part == PART_GLASS || p->part == PART_INTERIOR;
}

static void read_thing(struct reading *r, size_t i)
{
    struct act *before = latest(r);
    bool follows = before != NULL && is_thing(kind_before(r->from, i));

    if (follows) {
        before->followed = true;
        before->in_part = before->in_part || sits_in_others(phrase_of(r->from, i));
    }
    r->segments[r->segment].has_thing = true;
    r->clause->acts[r->clause->count++] = (struct act){
        .thing = phrase_of(r->from, i),
        .before = r->last,
        .behind = kind_before(r->from, i) == PHRASE_DENIAL ? DEED_LOOKED : DEED_NOT_TOLD,
        .segment = r->segment,
    };
}

static void read_damage(struct reading *r, size_t i)
{
    enum phrase_kind before = kind_before(r->from, i);
    bool denied = before == PHRASE_DENIAL || kind_behind(r->from, i) == PHRASE_DENIAL;

    r->damage_void = denied || (r->damage_void && (before == PHRASE_JOIN || before == PHRASE_DAMAGE));
    if (!r->damage_void && r->last != DEED_LOOKED)
        r->clause->damages |= CODE_BIT(phrase_of(r->from, i)->signal);
}

static void read_phrase(struct reading *r, size_t i)
{
    struct act *before = latest(r);

    switch (kind_of(r->from, i)) {
    case PHRASE_THING:
    case PHRASE_PIECE: read_thing(r, i); break;
    case PHRASE_FITTING:
        if (phrase_of(r->from, i)->part < PART_CODE_COUNT)
            read_thing(r, i);
        else if (before != NULL && is_thing(kind_before(r->from, i)))
            before->in_part = true;
        break;
    case PHRASE_ADVICE: r->advised = true; break;
    case PHRASE_DONE: r->advised = false; break;
    case PHRASE_DAMAGE: read_damage(r, i); break;
    case PHRASE_JOIN:
        r->last = DEED_NOT_TOLD;
        r->segment++;
        break;
    default: read_deed(r, i);
    }
}

/* One's own deed: where deeds stand behind their things, what touches the next thing belongs to this one. */
static void settle_segment(struct act *acts, size_t count)
{
    bool trailing = acts[0].before == DEED_NOT_TOLD && acts[count - 1].behind != DEED_NOT_TOLD;

    for (size_t i = count; i-- > 0;) {
        acts[i].deed = acts[i].behind;
        raise_to(&acts[i].deed, trailing ? acts[i].touching : acts[i].before);
        if (trailing && acts[i].deed == DEED_NOT_TOLD && i + 1 < count)
            acts[i].deed = acts[i + 1].deed;
    }
}

/* A segment without a deed of its own: what was said to be done before, as far as nobody else waits for it.
 */
static void carry_on(struct reading *r)
{
    struct clause *c = r->clause;
    enum deed carried = DEED_NOT_TOLD;
    bool waiting = false; /* things of which nothing was told yet */

    for (size_t s = 0, i = 0; s <= r->segment; s++) {
        const struct segment *segment = &r->segments[s];

        if (segment->ends != DEED_NOT_TOLD)
            carried = segment->leads != DEED_NOT_TOLD && !waiting ? segment->ends : DEED_NOT_TOLD;
        waiting = waiting && segment->ends == DEED_NOT_TOLD;
        for (; i < c->count && c->acts[i].segment == s; i++)
            if (segment->ends == DEED_NOT_TOLD && c->acts[i].deed == DEED_NOT_TOLD) {
                c->acts[i].deed = carried;
                waiting = carried == DEED_NOT_TOLD;
            }
    }
}

/* And otherwise what the next one ends with: 前纵梁、B柱更换. */
static void fill_back(struct reading *r)
{
    struct clause *c = r->clause;
    enum deed coming = DEED_NOT_TOLD;
    size_t i = c->count;

    for (size_t s = r->segment + 1; s-- > 0;) {
        const struct segment *segment = &r->segments[s];
        bool trails = !segment->has_thing || segment->leads == DEED_NOT_TOLD;

        for (; i > 0 && c->acts[i - 1].segment == s; i--)
            if (segment->ends == DEED_NOT_TOLD && c->acts[i - 1].deed == DEED_NOT_TOLD)
                c->acts[i - 1].deed = coming;
        if (segment->ends != DEED_NOT_TOLD)
            coming = trails ? segment->ends : DEED_NOT_TOLD;
    }
}

static void settle(struct reading *r)
{
    struct clause *c = r->clause;

    for (size_t i = 0, count; i < c->count; i += count) {
        for (count = 1; i + count < c->count && c->acts[i + count].segment == c->acts[i].segment;)
            count++;
        settle_segment(&c->acts[i], count);
    }
    carry_on(r);
    fill_back(r);
}

bool clause_next(struct clauses *clauses, struct clause *clause)
{
    struct reading r = {.from = clauses, .clause = clause};
    size_t i = clauses->next;

    if (i == clauses->count)
        return false;
    clause->count = 0;
    clause->works = 0;
    clause->damages = 0;
    for (; i < clauses->count && kind_of(clauses, i) != PHRASE_END; i++) {
        if (clause->count == ACTS_MOST || r.segment == SEGMENTS_MOST)
            break;
        if (kind_of(clauses, i) != PHRASE_WORD && kind_of(clauses, i) != PHRASE_DENIAL)
            read_phrase(&r, i);
    }
    if (r.segment == SEGMENTS_MOST)
        r.segment--;
    settle(&r);
    clauses->next = i < clauses->count && kind_of(clauses, i) == PHRASE_END ? i + 1 : i;
    return true;
}
