/*
 * sample - draws a certificate with made-up claims, for paper_test.py and for looking at
 *
 *   sample draw LANGUAGE CASE CODE CREDENTIAL-FILE > paper.pdf      and the processor time on standard error
 *   sample extract < paper.pdf > credential.json
 *
 * A case is a number of records, or "dense": all lists at their longest, or "long": long names.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/pdf_attachment.h"
#include "render/certificate_paper.h"

/* What the libraries keep for good, and an array that cairo 1.16 forgets with each document. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libcairo.so.2\nleak:libfontconfig.so.1\nleak:libpango\n";
}

static struct claim_reading readings[CLAIM_READINGS_MOST];

static void make_readings(struct claims *c, size_t count, size_t fall_every)
{
    long km = 40;

    for (size_t i = 0; i < count; i++) {
        size_t months = count < 100 ? i * 84 / (count > 1 ? count - 1 : 1) : i * 160 / count;

        km += 1200 + (long)(i * 7919 % 2600) * (count < 100 ? 1 : 0) - (count < 100 ? 0 : 700);
        readings[i] = (struct claim_reading){
            {2019 + (int)(months / 12) - (count < 100 ? 0 : 6), 1 + (int)(months % 12), 1},
            km
        };
        if (fall_every > 0 && i % fall_every == fall_every - 2 && i > 0)
            readings[i].km = readings[i - 1].km - 900;
    }
    if (count > 0)
        readings[count - 1].on.day = 19;
    c->readings = readings;
    c->reading_count = c->readings_in_all = count;
}

static void count_codes(struct claim_count *counts, size_t *count, unsigned codes, unsigned every)
{
    for (unsigned code = 0; code < codes; code += every)
        counts[(*count)++] = (struct claim_count){code, 1 + code * 7 % 23};
}

static void make_lists(struct claims *c, bool all)
{
    static const unsigned regions[] = {44, 32, 65, 11, 12, 13, 14, 15, 21, 22, 23, 31, 33, 34, 35, 36, 37,
                                       41, 42, 43, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63, 64, 71, 81, 82};

    c->region_count = all ? sizeof(regions) / sizeof(regions[0]) : c->records > 5 ? 3 : 1;
    for (size_t i = 0; i < c->region_count; i++)
        c->regions[i] = (struct claim_count){regions[i], (unsigned)(40 - i)};
    count_codes(c->works, &c->work_count, WORK_CODE_COUNT, all ? 1 : 5);
    count_codes(c->parts, &c->part_count, PART_CODE_COUNT, all ? 1 : 6);
    c->by_class[1] = c->records / 2;
    c->by_class[2] = c->records - c->by_class[1] - (all ? 2 : 0);
    c->by_class[3] = all;
    c->by_class[0] = all;
}

static void make_findings(struct claims *c, const char *name)
{
    bool dense = strcmp(name, "dense") == 0;

    c->verdict = VERDICT_CONSISTENT;
    c->reasons[c->reason_count++] = REASON_NONE;
    if (c->records < 2) {
        c->verdict = VERDICT_NO_JUDGEMENT;
        c->reasons[0] = REASON_TOO_FEW;
    }
    if (dense || c->records == 80) {
        c->verdict = VERDICT_INCONSISTENT;
        c->reasons[0] = REASON_LOWER_CONFIRMED;
        c->reasons[c->reason_count++] = REASON_COPIED;
        c->signals[SIGNAL_STRUCTURE] = 2;
        c->signals[SIGNAL_AIRBAG] = 1;
        c->disputes = 1;
    }
    for (int reason = REASON_TOO_FEW; dense && reason < REASON_COPIED; reason++)
        if (reason != REASON_LOWER_CONFIRMED)
            c->reasons[c->reason_count++] = (enum verdict_reason)reason;
}

static void make_claims(struct claims *c, const char *name)
{
    size_t count = strcmp(name, "dense") == 0 ? 500 : strcmp(name, "long") == 0 ? 7 : (size_t)atol(name);

    *c = (struct claims){
        .issuer = "chedang.example",
        .issued_at = 1795867200,
        .valid_until = {2027, 1,  27},
        .destination = "KZ",
        .vin = "LSVAU2180N2183294",
        .make = "FAW-Volkswagen",
        .model_year = 2019,
        .first_registered = {2019, 3,  1 },
        .as_of = {2026, 11, 28},
        .coverage = count == 0 ? COVERAGE_NONE_RECORDED : COVERAGE_RECORDED,
        .collected_since = {2016, 9,  1 },
        .records = (unsigned)count
    };
    memcpy(c->number.bytes, "\x10\x32\x54\x76\x98\xba\xdc\xfe\x01\x23\x45\x67", CERTIFICATE_NUMBER_BYTES);
    make_readings(c, count, count == 80 ? 20 : strcmp(name, "dense") == 0 ? 5 : 0);
    if (count > 0)
        make_lists(c, strcmp(name, "dense") == 0);
    make_findings(c, name);
    if (strcmp(name, "long") == 0)
        c->make = "<b>&amp;</b> Société Générale des Automobiles 汽车制造有限责任公司 Общество с "
                  "ограниченной ответственностью "
                  "شركة صناعة السيارات Pneumonoultramicroscopicsilicovolcanoconiosis";
    if (strcmp(name, "dense") == 0) {
        c->has_predecessor = true;
        memset(c->predecessor.bytes, 0x5a, CERTIFICATE_NUMBER_BYTES);
    }
}

static char *read_all(FILE *in, size_t *length)
{
    char *bytes = malloc(PDF_MOST + 1);

    *length = bytes == NULL ? 0 : fread(bytes, 1, PDF_MOST + 1, in);
    return bytes;
}

static double spent(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* Twice: the first time the fonts are looked up, which a thread does once in its life. */
static int draw(const struct certificate_paper *paper)
{
    char complaint[256], *pdf = NULL;
    const char *home = getenv("CHEDANG_HOME");
    struct certificate_words *words =
        certificate_words_load(home == NULL ? "." : home, complaint, sizeof(complaint));
    size_t length = 0;

    if (words == NULL) {
        fprintf(stderr, "%s\n", complaint);
        return 1;
    }
    for (int time = 0; time < 2; time++) {
        double before = spent();

        free(pdf);
        pdf = certificate_paper_pdf(words, paper, &length);
        fprintf(stderr, "%.1f ms\n", spent() - before);
    }
    certificate_words_destroy(words);
    if (pdf != NULL)
        fwrite(pdf, 1, length, stdout);
    free(pdf);
    return pdf == NULL;
}

static int draw_case(char **arguments)
{
    struct claims claims;
    FILE *file = fopen(arguments[3], "r");
    struct certificate_paper paper = {.claims = &claims,
                                      .language = certificate_language(arguments[0]),
                                      .code = arguments[2],
                                      .key = "3Kq9v0WcT1uYxB7mZ2sRfA",
                                      .address = "chedang.example/verify"};
    char *credential;
    int failed;

    if (file == NULL || paper.language == CERTIFICATE_LANGUAGES)
        return 2;
    credential = read_all(file, &paper.credential_length);
    fclose(file);
    paper.credential = credential;
    make_claims(&claims, arguments[1]);
    failed = draw(&paper);
    free(credential);
    return failed;
}

static int extract(void)
{
    size_t length, found;
    char *pdf = read_all(stdin, &length), *bytes;
    enum pdf_found result = pdf_attached(pdf, length, &bytes, &found);

    free(pdf);
    if (result != PDF_ATTACHED)
        return (int)result;
    fwrite(bytes, 1, found, stdout);
    free(bytes);
    return 0;
}

int main(int count, char **arguments)
{
    if (count == 6 && strcmp(arguments[1], "draw") == 0)
        return draw_case(arguments + 2);
    if (count == 2 && strcmp(arguments[1], "extract") == 0)
        return extract();
    fputs("usage: sample draw LANGUAGE CASE CODE CREDENTIAL-FILE | sample extract\n", stderr);
    return 2;
}
