#include "history/credit_code.h"

#include <string.h>

#include "history/text.h"

enum { MODULUS = 31, FACTOR = 3 };

static const char alphabet[MODULUS + 1] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/* The weights are the powers of 3, so that neither one wrong character nor two neighbours exchanged fit. */
static bool check_holds(const char *code)
{
    unsigned sum = 0, weight = 1;

    for (size_t i = 0; i < CREDIT_CODE_LENGTH - 1; i++) {
        sum += weight * (unsigned)(strchr(alphabet, code[i]) - alphabet);
        weight = weight * FACTOR % MODULUS;
    }
    return alphabet[(MODULUS - sum % MODULUS) % MODULUS] == code[CREDIT_CODE_LENGTH - 1];
}

enum credit_code_shape credit_code_read(const char *typed, size_t length, char code[CREDIT_CODE_TEXT])
{
    const char *end = typed + length;
    size_t filled = 0;

    while (typed < end) {
        uint32_t c = text_half_width(text_next(&typed, end));

        if (c == ' ' || c == '-')
            continue;
        if (c >= 'a' && c <= 'z')
            c -= 'a' - 'A';
        if (filled == CREDIT_CODE_LENGTH || c == 0 || c > 'Z' || strchr(alphabet, (int)c) == NULL)
            return CREDIT_CODE_MALFORMED;
        code[filled++] = (char)c;
    }
    if (filled != CREDIT_CODE_LENGTH)
        return CREDIT_CODE_MALFORMED;
    code[filled] = '\0';
    return check_holds(code) ? CREDIT_CODE_OK : CREDIT_CODE_MISTYPED;
}
