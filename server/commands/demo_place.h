/*
 * demo_place - the towns of the demonstration: where its vehicles are registered and its workshops stand
 *
 * Some towns of every province, by their code of GB/T 2260, with the letter that their plates begin with.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "commands/demo_dice.h"

enum climate { CLIMATE_MILD, CLIMATE_COLD, CLIMATE_RAINY };

struct place {
    char division[7];
    const char *name;  /* as it stands in workshops' names */
    const char *plate; /* "苏E" */
    uint16_t weight;   /* how many of the vehicles live here */
    enum climate climate;
};

const struct place *places(size_t *count);

/* The day, since 1970, from which repairs are collected in this province; 0: they are not. */
long place_collected_from(const struct place *place);

/* The town of the demonstration's owner and workshop, as an index. */
size_t place_of_demonstration(void);

/* One of them, each as likely as its weight says. */
size_t some_place(struct dice *dice);
