/*
 * about_me - all that is stored about an owner, to take away
 *
 * Both makers are slow and run on a helper thread: they take nothing but what is handed to them, and give
 * memory of malloc(). What is left out for its size is said in the document.
 */
#pragma once

#include "history/dispute_view.h"
#include "history/rating.h"
#include "history/review.h"
#include "render/account_page.h"
#include "render/certificates_page.h"
#include "render/share_page.h"
#include "render/vehicle_page.h"

struct known_device {
    int64_t first, used;
};

struct notice_line {
    const char *kind;
    int64_t told, read; /* 0: not yet */
};

struct my_vehicle {
    const char *handle, *vin_masked;
    int64_t claimed;
    bool present;  /* held now: then there is a view */
    bool left_out; /* the view, since there were too many records before */
    struct view view;
};

struct my_review {
    struct review_view review;
    int64_t opened;
};

struct my_consent {
    bool given; /* by this account; else to it */
    const char *vin_masked;
    int64_t since, until, ended; /* 0: not before its time */
};

struct my_membership {
    const char *organisation, *role;
    int64_t since, invited_until; /* the latter 0: is in it */
};

/* Which of the vehicles something is about. */
struct about_vehicle {
    const char *handle, *vin_masked; /* the latter NULL when the vehicle is not among those told of */
};

struct my_dispute {
    struct about_vehicle about;
    struct dispute_view dispute;
    bool whole; /* the vehicle is nobody else's; else there are the account's own steps alone, and no state */
    int64_t opened;
    struct date settled_on; /* the record, if there is one */
    bool steps_cut;
};

struct my_rating {
    struct about_vehicle about;
    const char *workshop;
    struct date rated_on, settled_on; /* the latter unknown when the vehicle is somebody else's */
    struct rating rating;
};

struct my_share {
    struct about_vehicle about;
    struct share_link link;
};

struct my_look {
    struct about_vehicle about;
    struct look look;
};

struct my_certificate {
    struct about_vehicle about;
    struct certificate_line line;
};

struct key_meaning {
    const char *key, *words;
};

struct about_me {
    int64_t made;
    const char *phone, *language, *muted; /* "kind,kind" */
    int64_t created;
    int quiet_from, quiet_to; /* -1: none */
    long messages_waiting;
    const struct open_session *sessions;
    const struct known_device *devices;
    const struct notice_line *notices;
    struct my_vehicle *vehicles;
    const struct my_review *reviews;
    const struct my_consent *consents;
    const struct my_membership *memberships;
    const struct my_dispute *disputes;
    const struct my_rating *ratings;
    const struct my_share *shares;
    const struct my_look *looks;
    const struct my_certificate *certificates;
    size_t session_count, device_count, notice_count, vehicle_count, review_count, consent_count,
        membership_count, dispute_count, rating_count, share_count, look_count, certificate_count;
    bool notices_cut, vehicles_cut, reviews_cut, consents_cut, memberships_cut, disputes_cut, ratings_cut,
        shares_cut, looks_cut, certificates_cut;
};

/* JSON; each key of it has a meaning. */
char *about_me_json(const struct about_me *me, const struct key_meaning *meanings, size_t count);

/* The same in words, line by line: for paper_pdf(), made on the page's own loop. */
struct paper *about_me_paper(const struct page *page, const struct about_me *me);

/* "2026-03-15T12:00:00+08:00"; NULL for 0. */
enum { MOMENT_ISO = 32 };
const char *moment_iso(int64_t wall_us, char text[MOMENT_ISO]);

h2o_iovec_t download_page(const struct page *page, bool too_many);
