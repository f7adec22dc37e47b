/*
 * registry_reader - one line of the registry, from texts to what is stored
 */
#pragma once

#include "store/registry_store.h"

enum registry_column {
    REGISTRY_VIN,
    REGISTRY_PLATE,
    REGISTRY_ENGINE_NO,
    REGISTRY_REGISTRATION_NO,
    REGISTRY_HOLDER,
    REGISTRY_REQUIRED,
    REGISTRY_HELD_SINCE = REGISTRY_REQUIRED,
    REGISTRY_FIRST_REGISTERED,
    REGISTRY_REGION,
    REGISTRY_ENDED,
    REGISTRY_ENDED_ON,
    REGISTRY_COLUMNS
};

/* "vin", "plate", ...: the header of the CSV and the members of the JSON lines. */
const char *registry_column_name(enum registry_column column);

/* Texts may be NULL. What is wrong, without any value, or NULL when nothing is. All memory from `pool`. */
const char *registry_read(h2o_mem_pool_t *pool, const char *const texts[REGISTRY_COLUMNS],
                          struct registry_row *row);
