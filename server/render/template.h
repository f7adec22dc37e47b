/* template */
#pragma once
#include <stddef.h>
struct templates;
struct templates *templates_load(const char *home, char *complaint, size_t size);
void templates_destroy(struct templates *templates);
