/*
 * log - one line per event, JSON, on standard output
 *
 * A line has a time, a level, an event's name, and pairs of key and value. Personal data never goes here: no
 * VIN, plate, name, phone, token, and no text that a stranger sent. The correlation id of an exchange goes as
 * "id".
 */
#pragma once

#include <stdbool.h>

enum log_level { LOG_BUG, LOG_ERROR, LOG_WARNING, LOG_EVENT, LOG_REQUEST };

/* Lines above this level are not written; LOG_EVENT at first. Call before threads exist. */
void log_limit(enum log_level level);

/* Whether lines of this level are written: for those who would have to make the words first. */
bool log_wants(enum log_level level);

/* Pairs of strings, ended by NULL: log_line(LOG_ERROR, "db_lost", "why", sentence, NULL). */
void log_line(enum log_level level, const char *event, ...) __attribute__((sentinel));

/* A number as the value of a pair; lives until the calling thread has asked eight more times. */
const char *log_number(long long number);
