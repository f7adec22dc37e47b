/*
 * scrub_finders - one for each kind of personal data; known to scrub.c alone
 *
 * Each looks at one place of a text in half width, and no further than a fixed number of bytes from it.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct hidden {
    size_t keep, length; /* bytes to keep, then bytes to hide; length 0: nothing begins here */
    const char *mark;
};

typedef struct hidden found_at(const char *text, size_t at);
found_at find_name, find_plate, find_vin, find_card, find_phone, find_email, find_account, find_address;

/* Whether a text without a digit may hold anything at all. */
bool holds_telling_word(const char *text);

/* Of scrub_signs.c: what the finders read signs by. */
enum { HAN = 3 };
bool is_digit(char c);
bool is_word(char c); /* digit or Latin letter */
/* HAN where a character of Chinese stands, else 0. */
size_t han_at(const char *text);
/* The bytes of the first of the words that stands at `text`; 0 for none. Words end with NULL. */
size_t word_at(const char *text, const char *const *words);
/* Likewise, of one that ends right before text[at]. */
bool word_before(const char *text, size_t at, const char *const *words);
/* Likewise, blanks and colons between. */
bool label_before(const char *text, size_t at, const char *const *words);
/* The bytes of `most` digits at most, single separators among them; their count in *digits, and they
 * themselves in `plain` unless NULL. */
size_t digits_at(const char *text, const char *separators, size_t most, size_t *digits, char *plain);
