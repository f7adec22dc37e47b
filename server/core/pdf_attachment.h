/*
 * pdf_attachment - a file that is attached to a PDF: put in, and taken out again
 *
 * It is put in by an update behind what cairo wrote (ISO 32000-1, 7.5.6). It is found by looking for streams
 * of kind EmbeddedFile where they lie, whatever program saved the document since: no cross-reference is
 * followed and at most one zlib stream is unpacked, so that hostile bytes cost no more than their length and
 * the bound. Who wrote the bytes is not known thereby; what is in them has to prove that itself.
 */
#pragma once

#include <stddef.h>

enum {
    PDF_MOST = 8 << 20,           /* bytes of a document in which a file is looked for */
    PDF_ATTACHMENT_MOST = 1 << 20 /* bytes of a file that is taken out */
};

struct pdf_attachment {
    const char *name;  /* letters, digits, hyphens, stops */
    const char *bytes; /* JSON */
    size_t length;
};

/*
 * The document with the file attached as data of the whole (AFRelationship), its language ("ru") and an
 * identifier that follows from both. Of malloc(); NULL for what cairo did not write, or without memory.
 */
char *pdf_attach(const char *pdf, size_t length, const char *language, const struct pdf_attachment *file,
                 size_t *whole);

enum pdf_found {
    PDF_ATTACHED,
    PDF_NOTHING,   /* no file of JSON is attached */
    PDF_SEVERAL,   /* and they differ */
    PDF_TOO_LARGE, /* the document or the file */
    PDF_UNREADABLE
};

/* The attached JSON file. Only with PDF_ATTACHED are there bytes, of malloc(), and a 0 behind them. */
enum pdf_found pdf_attached(const char *pdf, size_t length, char **bytes, size_t *found);
