#include "commands/demo_dice.h"

#include <string.h>

#include <sodium.h>

_Static_assert((int)DICE_SEED == randombytes_SEEDBYTES, "libsodium's seed");

/* Little-endian whatever the machine. */
static void put_number(uint8_t bytes[8], uint64_t number)
{
    for (int i = 0; i < 8; i++)
        bytes[i] = (uint8_t)(number >> 8 * i);
}

static void refill(struct dice *dice)
{
    crypto_generichash(dice->seed, DICE_SEED, dice->seed, DICE_SEED, NULL, 0);
    randombytes_buf_deterministic(dice->bytes, DICE_BYTES, dice->seed);
    dice->next = 0;
}

void dice_begin(struct dice *dice, uint64_t seed, const char *word, uint64_t index)
{
    uint8_t numbers[16];
    crypto_generichash_state state;

    put_number(numbers, seed);
    put_number(numbers + 8, index);
    crypto_generichash_init(&state, NULL, 0, DICE_SEED);
    crypto_generichash_update(&state, numbers, sizeof(numbers));
    crypto_generichash_update(&state, (const uint8_t *)word, strlen(word));
    crypto_generichash_final(&state, dice->seed, DICE_SEED);
    refill(dice);
}

/* The multiplication's bias is below one in a hundred thousand for the few sides needed here. */
uint32_t dice_below(struct dice *dice, uint32_t sides)
{
    uint32_t number = 0;

    if (dice->next + 4 > DICE_BYTES)
        refill(dice);
    for (int i = 0; i < 4; i++)
        number |= (uint32_t)dice->bytes[dice->next++] << 8 * i;
    return (uint32_t)((uint64_t)number * sides >> 32);
}

long dice_between(struct dice *dice, long least, long most)
{
    return least + (long)dice_below(dice, (uint32_t)(most - least + 1));
}

bool dice_chance(struct dice *dice, uint32_t in_10000)
{
    return dice_below(dice, 10000) < in_10000;
}

size_t dice_weighted(struct dice *dice, const uint16_t *weights, size_t count)
{
    uint32_t sum = 0, fallen;
    size_t i = 0;

    for (size_t k = 0; k < count; k++)
        sum += weights[k];
    for (fallen = dice_below(dice, sum); fallen >= weights[i]; i++)
        fallen -= weights[i];
    return i;
}

const char *dice_word(struct dice *dice, const char *const *words, size_t count)
{
    return words[dice_below(dice, (uint32_t)count)];
}
