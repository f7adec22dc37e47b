#include "commands/verify_words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "certificate/credential.h"
#include "core/utc_text.h"

static const char *const verdicts[CHECK_VERDICT_COUNT] = {
    [CHECK_GENUINE] = "Genuine: the issuer signed it, and nothing of it was changed.",
    [CHECK_ALTERED] = "Altered: this is not what the issuer signed. Do not rely on any of it.",
    [CHECK_UNKNOWN_KEY] =
        "Signed by nobody who is trusted: the key is not one of the issuer's for that time.",
    [CHECK_EXPIRED] = "Expired: the issuer signed it, but its days are over. Ask for a new one.",
    [CHECK_SUPERSEDED] =
        "Superseded: the issuer signed it, but the records have changed since. Ask for a new one.",
    [CHECK_WITHDRAWN] = "Withdrawn: the issuer signed it, and took it back. Do not rely on it.",
    [CHECK_UNKNOWN_NUMBER] = "Unknown: the issuer gave no certificate of this number.",
    [CHECK_UNREADABLE] = "Unreadable: this is no maintenance certificate, or it is damaged.",
    [CHECK_UNCONFIRMED] =
        "Cannot be confirmed: its key was given up later, so anybody may have signed it and dated it back.",
};

static const char *const causes[] = {
    [CAUSE_NONE] = NULL,
    [CAUSE_TOO_LARGE] = "It is larger than any certificate.",
    [CAUSE_NOT_A_CERTIFICATE] = NULL,
    [CAUSE_KEY_NOT_LISTED] =
        "The key is not on the trust list. If the list is old, get the newest one and try again.",
    [CAUSE_KEY_NOT_THEN] = "The key is on the trust list, but signed nothing at the time of issue.",
    [CAUSE_KEY_ENDED] = "The key was given up by the issuer before the time of issue.",
    [CAUSE_OTHER_ISSUER] = "It names another issuer than the one whose key this is.",
    [CAUSE_SIGNATURE] = "The signature does not belong to these contents.",
    [CAUSE_INCLUSION] = "The proof that the issuer's log has it does not hold.",
};

bool verify_in_full(const struct check *check, const struct verify_reach *reach)
{
    return check->verdict == CHECK_GENUINE && check->status_known && !reach->status_due &&
           reach->root_checked && !reach->trust_due && !check->too_early;
}

static void say(const char *sentence)
{
    if (sentence != NULL)
        printf("%s\n", sentence);
}

static void say_claims(const struct claims *claims)
{
    char number[CERTIFICATE_NUMBER_TEXT], moment[UTC_TEXT], day[DATE_TEXT];

    printf("number     %s\n", certificate_number_text(&claims->number, number));
    printf("issuer     %s\n", claims->issuer);
    printf("issued     %s\n", utc_text(claims->issued_at, moment));
    printf("valid to   %s, the whole day in China\n", date_text(claims->valid_until, day));
    printf("vehicle    %s%s%s\n", claims->vin, claims->make != NULL ? ", " : "",
           claims->make != NULL ? claims->make : "");
    printf("records    %u as of %s; disputed: %u\n", claims->records, date_text(claims->as_of, day),
           claims->disputes);
    if (claims->reading_count != 0) {
        const struct claim_reading *last = &claims->readings[claims->reading_count - 1];

        printf("odometer   %ld km on %s; readings: %zu; they are %s\n", last->km, date_text(last->on, day),
               claims->readings_in_all, verdict_class_code(claims->verdict));
    }
}

/* What was not checked of one that is genuine otherwise; the first that there is, the rest is said below. */
static void say_partly(const struct check *check, const struct verify_reach *reach)
{
    char moment[UTC_TEXT];

    if (!check->status_known)
        printf("Signature genuine, status not checked (no list).\n");
    else if (reach->status_due)
        printf("Signature genuine, status not checked (list of %s is out of date).\n",
               utc_text(check->status_at, moment));
    else if (!reach->root_checked)
        printf("Signature genuine, keys not checked (no root key).\n");
    else if (reach->trust_due)
        printf("Signature genuine, keys not checked (list of %s is out of date).\n",
               utc_text(reach->trust_at, moment));
    else
        printf("Signature genuine, dates not checked (the clock).\n");
}

static void say_verdict(const struct check *check, const struct verify_reach *reach)
{
    if (check->verdict == CHECK_GENUINE && !verify_in_full(check, reach))
        say_partly(check, reach);
    else
        say(verdicts[check->verdict]);
    if (check->verdict == CHECK_UNCONFIRMED)
        say("Ask for the JSON file anew: the issuer's log proves those that it has made. A printed code "
            "cannot "
            "prove it.");
    else
        say(causes[check->cause]);
}

static const char *const logs[] = {
    [LOG_NONE] = NULL,
    [LOG_PROVEN] = "The issuer's log has it.",
    [LOG_UNPROVEN] =
        "That the issuer's log has it is not proven: the key that says so is not trusted for it.",
    [LOG_WRONG] = NULL,
    [LOG_UNKNOWN_KEY] = NULL,
};

static void say_status(const struct check *check, const struct verify_reach *reach)
{
    char moment[UTC_TEXT];

    if (check->status_known)
        printf("Status as of %s. What happened after that cannot be seen here.\n",
               utc_text(check->status_at, moment));
    else if (reach->status_fault != NULL)
        printf("Status not checked: %s\n", reach->status_fault);
    else
        printf(
            "Status not checked: whether it was superseded or withdrawn is in the issuer's status list.\n");
}

static void say_reach(const struct check *check, const struct verify_reach *reach)
{
    char moment[UTC_TEXT];

    if (check->too_early)
        printf("It was issued after %s: the clock here is wrong, or the issuer's was.\n",
               utc_text(reach->now, moment));
    if (check->on_paper &&
        (check->claims.left_out != 0 || check->claims.reading_count != check->claims.readings_in_all))
        printf("The code on the paper had no room for all of it; the attached file has all.\n");
    if (!reach->root_checked)
        printf("The trust list was taken as it is: there was no root key to hold it against.\n");
    if (reach->trust_due)
        printf("The trust list is older than it should be: keys may have ended since.\n");
}

void verify_say(const struct check *check, const struct verify_reach *reach)
{
    say_verdict(check, reach);
    say(reach->input_fault);
    if (!check->signature_held)
        return;
    say_claims(&check->claims);
    say(logs[check->log]);
    say_status(check, reach);
    say_reach(check, reach);
}

static void give_status(json_t *answer, const struct check *check, const struct verify_reach *reach)
{
    static const char *const words[] = {"valid", "superseded", "withdrawn", "reserved"};
    char moment[UTC_TEXT];

    json_object_set_new(answer, "status_checked", json_boolean(check->status_known));
    if (check->status_known) {
        json_object_set_new(answer, "status", json_string(words[check->status]));
        json_object_set_new(answer, "status_as_of", json_string(utc_text(check->status_at, moment)));
    } else if (reach->status_fault != NULL) {
        json_object_set_new(answer, "status_fault", json_string(reach->status_fault));
    }
}

/* A list that had no room in the code is absent, and not empty. */
static json_t *claims_said(const struct claims *claims)
{
    json_t *said = credential_subject(claims);

    if (claims->left_out & CLAIM_PARTS)
        json_object_del(said, "parts");
    if (claims->left_out & CLAIM_WORKS)
        json_object_del(said, "works");
    if (claims->left_out & CLAIM_REGIONS)
        json_object_del(said, "regions");
    return said;
}

static void give_claims(json_t *answer, const struct check *check, const struct verify_reach *reach)
{
    const struct claims *claims = &check->claims;
    char moment[UTC_TEXT];

    json_object_set_new(answer, "issuer", json_string(claims->issuer));
    json_object_set_new(answer, "kid", json_string(check->kid));
    json_object_set_new(answer, "issued_at", json_string(utc_text(claims->issued_at, moment)));
    json_object_set_new(answer, "on_paper", json_boolean(check->on_paper));
    json_object_set_new(answer, "readings_in_all", json_integer((json_int_t)claims->readings_in_all));
    json_object_set_new(answer, "log", json_string(check_log_code(check->log)));
    json_object_set_new(answer, "issued_after_now", json_boolean(check->too_early));
    json_object_set_new(answer, "root_checked", json_boolean(reach->root_checked));
    json_object_set_new(answer, "trust_list_due", json_boolean(reach->trust_due));
    json_object_set_new(answer, "status_list_due", json_boolean(reach->status_due));
    give_status(answer, check, reach);
    json_object_set_new(answer, "claims", claims_said(claims));
}

void verify_say_json(const struct check *check, const struct verify_reach *reach)
{
    json_t *answer = json_pack("{s:s, s:b, s:s*}", "verdict", check_code(check->verdict), "in_full",
                               verify_in_full(check, reach), "fault", reach->input_fault);
    char *text;

    if (check->cause != CAUSE_NONE)
        json_object_set_new(answer, "cause", json_string(check_cause_code(check->cause)));
    if (check->signature_held)
        give_claims(answer, check, reach);
    text = json_dumps(answer, JSON_COMPACT);
    printf("%s\n", text);
    free(text);
    json_decref(answer);
}
