#include "endpoints/certificate/exporter.h"

#include <stdio.h>

bool exporter_read(struct asker *asker, const struct rows *rows, int row, int column)
{
    enum { ID, PUBLIC_ID, SANDBOX, SLOWED_UNTIL, BULK, DAY, PURPOSES };

    *asker = (struct asker){.client = rows_number(rows, row, column + ID),
                            .slowed_until = rows_number(rows, row, column + SLOWED_UNTIL)};
    snprintf(asker->client_id, CLIENT_ID_TEXT, "%s", rows_text(rows, row, column + PUBLIC_ID));
    asker->terms = (struct terms){.sandbox = rows_true(rows, row, column + SANDBOX),
                                  .bulk = rows_true(rows, row, column + BULK),
                                  .day = (long)rows_number(rows, row, column + DAY)};
    terms_read_purposes(&asker->terms, rows_text(rows, row, column + PURPOSES));
    return asker->terms.exports;
}
