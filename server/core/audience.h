/* audience - who is looking; every one is a column of the table in history/disclosure.c */
#pragma once

enum audience {
    AUDIENCE_NOBODY, /* zero: sees nothing */
    AUDIENCE_PLATFORM,
    AUDIENCE_OWNER,
    AUDIENCE_BUYER,         /* has the owner's link to the full history */
    AUDIENCE_BUYER_OF_PART, /* has the owner's link to chosen records */
    AUDIENCE_WORKSHOP,      /* of a record that it uploaded itself, when that is contested */
    AUDIENCE_SUPERVISOR,    /* likewise, of the authority */
    AUDIENCE_CONSENT,       /* has the owner's consent to read the vehicle's page for a time */
    AUDIENCE_CERTIFICATE,   /* whoever is shown the certificate with which a vehicle leaves the country */
    AUDIENCE_COUNT
};
