/*
 * text - Chinese and Latin text as people and programs type it
 *
 * UTF-8 throughout. Pure; bytes that are not UTF-8 are passed through one by one.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <h2o/memory.h>

/* The character at *at, which moves behind it; a byte that begins none counts as itself. */
uint32_t text_next(const char **at, const char *end);

/* Appends a character; returns the new end. */
char *text_put(char *end, uint32_t character);

/* The half-width form of a full-width letter, digit or mark, and a plain blank for an ideographic one. */
uint32_t text_half_width(uint32_t character);

/* Which characters of three bytes, as Chinese has them, may be in the text: a text that lacks a bit of a
 * word's does not hold the word. */
uint64_t text_characters(const char *text);

/* Half width, upper case (ASCII), without the blanks around it. From `pool`. */
const char *text_folded(h2o_mem_pool_t *pool, const char *text);

/* Whether the text is one of the fillers that stand for nothing: blank, 无, N/A, -, null. NULL is one too. */
bool text_is_filler(const char *text);

/* At most so many characters, without the blanks around them; NULL for a filler. From `pool`. */
const char *text_bounded(h2o_mem_pool_t *pool, const char *text, size_t most);

/* What a person writes: the text without the blanks around it, in `text`, which has room for 4 * most + 1
 * bytes; NULL when it has fewer characters than `fewest` or more than `most`. */
const char *text_written(const char *typed, size_t fewest, size_t most, char *text);

/* The place of a word in a list; `count` for NULL and for what is not in it. */
size_t text_among(const char *const *words, size_t count, const char *word);

/* Of a list those whose bit is set, as PostgreSQL writes an array, in `text`, which has room for all of them.
 */
const char *text_array(const char *const *words, size_t count, unsigned set, char *text);
