#include "commands/import_entry.h"

#include <stdlib.h>
#include <string.h>

#include <h2o.h>

#include "core/seal.h"

/* The parameters of workshop_insert and workshop_update, and the columns of workshop_registration. */
enum parameter {
    CODE,
    NAME,
    CREDIT_CODE,
    LICENCE_NO,
    LICENCE_FROM,
    LICENCE_TO,
    CLASS,
    REGION,
    ECONOMIC_TYPE,
    OPERATING_STATE,
    BUSINESS_SCOPE,
    ADDRESS,
    POSTAL_CODE,
    CONTACTS,
    PASSWORD,
    PARAMETERS,
    ID = PARAMETERS
};

enum { CODE_DIGITS = 15, REGION_DIGITS = 6, LONGEST = 300, LEAST_PASSWORD = 6, MOST_PASSWORD = 64 };

/* A workshop on its way: as it is registered, and as it is to be. */
struct passage {
    struct import *import;
    h2o_mem_pool_t *pool;
    const struct line_value *entry;
    PGresult *before;
    const char *values[PARAMETERS];
    const char *contacts; /* not sealed yet */
};

static bool digits(const char *text, size_t count)
{
    return text != NULL && strlen(text) == count && strspn(text, "0123456789") == count;
}

static const char *member(const struct passage *p, const char *name)
{
    const char *text = entry_text(p->entry, name);

    return text == NULL || *text == '\0' || strlen(text) > LONGEST ? NULL : text;
}

static const char *day_of(const struct passage *p, const char *name)
{
    const char *text = member(p, name);
    struct date date;

    if (text == NULL || !date_parse(&date, text, strlen(text)))
        return NULL;
    return date_text(date, h2o_mem_alloc_pool(p->pool, DATE_TEXT));
}

/* "01" to "03"; anything else is a class that is not known. */
static const char *class_of(const struct passage *p)
{
    const char *text = member(p, "companycategory");

    text = text == NULL ? "" : text + (*text == '0');
    return digits(text, 1) && *text <= '3' ? text : "0";
}

static const char *contacts(const struct passage *p)
{
    static const char *const names[] = {"companylinkmanname", "companylinkmantel",
                                        "companysuperintendentname", "companysuperintendenttel",
                                        "companyemail"};
    json_t *object = json_object();

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (member(p, names[i]) != NULL)
            json_object_set_new(object, names[i], json_string(member(p, names[i])));
    char *text = json_dumps(object, JSON_COMPACT);
    const char *copy = h2o_strdup(p->pool, text == NULL ? "{}" : text, SIZE_MAX).base;
    free(text);
    json_decref(object);
    return copy;
}

static const char *read_entry(struct passage *p)
{
    const char **v = p->values;

    v[CODE] = member(p, "companycode");
    v[NAME] = member(p, "companyname");
    v[CREDIT_CODE] = member(p, "companyunifiedsocialcreditidentifier");
    v[LICENCE_NO] = member(p, "companyroadtransportationlicense");
    v[LICENCE_FROM] = day_of(p, "roadtransportationlicensestartdate");
    v[LICENCE_TO] = day_of(p, "roadtransportationlicenseenddate");
    v[CLASS] = class_of(p);
    v[REGION] = member(p, "companyadministrativedivisioncode");
    v[ECONOMIC_TYPE] = member(p, "companyeconomiccategory");
    v[OPERATING_STATE] = member(p, "companyoperationstate");
    v[BUSINESS_SCOPE] = member(p, "companybusinessscope");
    v[ADDRESS] = member(p, "companyaddress");
    v[POSTAL_CODE] = member(p, "companypostalcode");
    p->contacts = contacts(p);
    if (!digits(v[CODE], CODE_DIGITS))
        return "companycode is not 15 digits";
    if (v[NAME] == NULL)
        return "companyname is missing";
    if (!digits(v[REGION], REGION_DIGITS) || v[REGION][0] == '0')
        return "companyadministrativedivisioncode is not six digits";
    return NULL;
}

static h2o_iovec_t stored(const struct passage *p, enum parameter column)
{
    h2o_iovec_t bytes = {NULL, 0};

    return bytea_parse(p->pool, PQgetvalue(p->before, 0, column), &bytes) ? bytes : h2o_iovec_init(NULL, 0);
}

/* A hash of something that nobody knows, made once: signing in fails like with any wrong password. */
static const char *hash_of_nobody(struct import *import)
{
    char password[TOKEN_TEXT];

    token_new(password);
    if (import->nobody[0] == '\0' && !workshop_password_hash(password, import->nobody))
        return NULL;
    return import->nobody;
}

/* What is to be sealed as the password: NULL when the stored one stays. */
static const char *new_hash(struct passage *p, char hash[PASSWORD_HASH_TEXT], const char **wrong)
{
    const char *password = entry_text(p->entry, "companypassword"), *made = hash;
    bool known = PQntuples(p->before) == 1;

    if (password == NULL && known)
        return NULL;
    if (password != NULL && (strlen(password) < LEAST_PASSWORD || strlen(password) > MOST_PASSWORD)) {
        *wrong = "companypassword is not 6 to 64 bytes long";
        return NULL;
    }
    if (password != NULL && known &&
        workshop_password_open(p->import->intake.database.keys, p->values[CODE], stored(p, PASSWORD), hash) &&
        workshop_password_holds(password, hash))
        return NULL;
    if (password == NULL)
        made = hash_of_nobody(p->import);
    else if (!workshop_password_hash(password, hash))
        made = NULL;
    if (made == NULL)
        *wrong = "there is no memory to hash a password";
    return made;
}

/* Whether everything but the password is as it was. */
static bool same(const struct passage *p)
{
    const char *before = workshop_contacts_open(p->pool, p->import->intake.database.keys, p->values[CODE],
                                                stored(p, CONTACTS));

    for (enum parameter i = 0; i < CONTACTS; i++) {
        const char *was = PQgetisnull(p->before, 0, i) ? NULL : PQgetvalue(p->before, 0, i);

        if ((was == NULL) != (p->values[i] == NULL) || (was != NULL && strcmp(was, p->values[i]) != 0))
            return false;
    }
    return before != NULL && strcmp(before, p->contacts) == 0;
}

/* So that its records need not ask for it; it is the last column of either. */
static void remember_id(struct passage *p, const PGresult *row)
{
    int64_t id = strtoll(PQgetvalue(row, 0, PQnfields(row) - 1), NULL, 10);

    json_object_set_new(p->import->workshops, p->values[CODE], json_integer(id));
}

static const char *put(struct passage *p, const char *hash)
{
    struct intake *intake = &p->import->intake;
    const struct keys *keys = intake->database.keys;
    bool known = PQntuples(p->before) == 1;

    if (known && hash == NULL && same(p)) {
        intake->fates[INTAKE_WORKSHOPS][FATE_UNCHANGED]++;
        return NULL;
    }
    p->values[CONTACTS] = workshop_contacts_seal(p->pool, keys, p->values[CODE], p->contacts);
    p->values[PASSWORD] = hash == NULL ? PQgetvalue(p->before, 0, PASSWORD)
                                       : workshop_password_seal(p->pool, keys, p->values[CODE], hash);
    PGresult *result = database_run(intake_database(intake),
                                    known ? QUERY_WORKSHOP_UPDATE : QUERY_WORKSHOP_INSERT, p->values);
    bool done = result != NULL && (known || PQntuples(result) == 1);
    const char *wrong = result == NULL ? intake->database.sentence
                        : done         ? NULL
                                       : "another workshop has this credit code and name";
    if (done) {
        intake->fates[INTAKE_WORKSHOPS][known ? FATE_CHANGED : FATE_NEW]++;
        remember_id(p, known ? p->before : result);
    }
    PQclear(result);
    return wrong;
}

const char *import_workshop(struct import *import, uint64_t line, const struct line_value *entry)
{
    struct passage p = {.import = import, .pool = intake_pool(&import->intake), .entry = entry};
    char hash[PASSWORD_HASH_TEXT];
    const char *wrong = read_entry(&p), *made;

    (void)line; /* stored at once, and so not in a batch */
    if (wrong != NULL)
        return wrong;
    p.before = database_run(intake_database(&import->intake), QUERY_WORKSHOP_REGISTRATION, p.values);
    if (p.before == NULL)
        return import->intake.database.sentence;
    made = new_hash(&p, hash, &wrong);
    if (wrong == NULL)
        wrong = put(&p, made);
    PQclear(p.before);
    return wrong;
}
