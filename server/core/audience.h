/* audience - who is looking; every one is a column of the table in history/disclosure.c */
#pragma once

enum audience {
    AUDIENCE_NOBODY, /* zero: sees nothing */
    AUDIENCE_PLATFORM,
    AUDIENCE_OWNER,
    AUDIENCE_COUNT
};
