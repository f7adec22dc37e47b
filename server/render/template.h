/*
 * template - pages from the folder templates (Mustache) and the words of its strings.zh.json, strings.en.json
 *
 * Everything is read and checked once, at start: templates_load() refuses a template that does not parse,
 * shows what templates/models.json does not list for its page, could show text unescaped, or uses a string
 * that one of the languages lacks. Afterwards rendering cannot fail.
 *
 * A set belongs to one thread; what was read is shared, and a page is compiled when it is first rendered.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <h2o/memory.h>
#include <jansson.h>

#ifdef __cplusplus
extern "C" {
#endif

struct templates;

/* From the folder templates/ of `home`. NULL with a sentence in `complaint`. */
struct templates *templates_load(const char *home, char *complaint, size_t size);

/* The same for another thread. */
struct templates *templates_share(const struct templates *other);
void templates_destroy(struct templates *templates);

/*
 * The page `name` (templates/NAME.html inside templates/layout.html) in the language "zh" or "en"; pages
 * whose names begin with "verify" have seven (template_source.h). Text is escaped. What the model has beyond
 * models.json is not shown, what it lacks is empty. The bytes are `pool`'s.
 */
h2o_iovec_t templates_render(struct templates *templates, h2o_mem_pool_t *pool, const char *name,
                             const char *language, const json_t *model);

/* A word of the group `words` of the strings, for codes that only the model knows: templates_word(t, "en",
 * "purpose", "insurance"). NULL when there is none. */
const char *templates_word(const struct templates *templates, const char *language, const char *group,
                           const char *code);

/* The codes of such a group, as many as fit, in the order of the alphabet; they live as long as the set. */
size_t templates_codes(const struct templates *templates, const char *group, const char **codes, size_t most);

/* Whether the model has only what models.json lists for the page, each of the listed kind; else the first
 * that is not. For tests. */
bool templates_conforms(const struct templates *templates, const char *name, const json_t *model,
                        char *complaint, size_t size);

#ifdef __cplusplus
}
#endif
