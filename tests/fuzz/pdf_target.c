/* What is taken out of a document is bounded, ends with a 0, and is the same the next time. */
#include "target.h"

#include "core/pdf_attachment.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    char *file = NULL, *again = NULL;
    size_t length = 0, length_again = 0;
    enum pdf_found found = pdf_attached((const char *)bytes, size, &file, &length);

    MUST((found == PDF_ATTACHED) == (file != NULL));
    if (found != PDF_ATTACHED)
        return 0;
    MUST(length <= PDF_ATTACHMENT_MOST && file[length] == '\0');
    MUST(pdf_attached((const char *)bytes, size, &again, &length_again) == PDF_ATTACHED);
    MUST(length == length_again && memcmp(file, again, length) == 0);
    free(file);
    free(again);
    return 0;
}
