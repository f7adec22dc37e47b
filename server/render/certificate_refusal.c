#include "render/certificate_refusal.h"

#include <string.h>

#include "render/page_model.h"

const char *refusal_words(const struct page *page, const char *code, const char *pointer)
{
    const char *member = pointer == NULL ? NULL : strrchr(pointer, '/'), *words = NULL;

    if (strcmp(code, "field_invalid") == 0 && member != NULL)
        words = page_word(page, "certificate_refused", page_text(page, "bad_%s", member + 1));
    if (words == NULL)
        words = page_word(page, "certificate_refused", code);
    return words == NULL ? page_word(page, "certificate_refused", "other") : words;
}
