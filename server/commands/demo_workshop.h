/*
 * demo_workshop - the workshops of the demonstration
 *
 * The same for every seed and number of vehicles: twelve in each town, two of class I, four of class II, six
 * of class III. Nobody's real name, code or telephone: numbers of licences, credit codes and telephones are
 * from ranges that nobody is given.
 */
#pragma once

#include <stdbool.h>

#include "commands/demo_place.h"

enum { WORKSHOPS_IN_PLACE = 12 };

/* How its software writes what it sends; see the columns of the interface description. */
enum program { PROGRAM_TEXTS, PROGRAM_NUMBERS, PROGRAM_FILLERS, PROGRAM_BARE, PROGRAM_COUNT };

struct demo_workshop {
    unsigned number;
    const struct place *place;
    int class;
    enum program program;
    bool prices;         /* sends the price of a work item as its hours, as some do */
    long connected_from; /* day; 0: not connected, sends nothing */
    char code[16], credit_code[19], licence_no[13];
    char name[96], contact[32], telephone[16], address[96];
};

unsigned workshops_count(void);
void demo_workshop(unsigned number, struct demo_workshop *workshop);

/* One of class 1 to 3 in a town, the same for the same `choice`. */
unsigned workshop_at(size_t place, int class, unsigned choice);

/* The one whose account the demonstration is shown with. */
unsigned workshop_of_demonstration(void);
