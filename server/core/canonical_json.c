#include "core/canonical_json.h"

#include <string.h>

#include <h2o.h>

static bool is_ascii(const char *name)
{
    for (; *name != '\0'; name++)
        if ((unsigned char)*name < ' ' || (unsigned char)*name > '~')
            return false;
    return true;
}

static bool has_no_control(const json_t *string)
{
    const char *text = json_string_value(string);
    size_t length = json_string_length(string);

    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] < ' ')
            return false;
    return true;
}

static bool is_allowed(const json_t *value, int depth);

static bool object_is_allowed(const json_t *object, int depth)
{
    const char *name;
    json_t *member;

    json_object_foreach((json_t *)object, name,
                        member) if (!is_ascii(name) || !is_allowed(member, depth)) return false;
    return true;
}

static bool array_is_allowed(const json_t *array, int depth)
{
    for (size_t i = 0; i < json_array_size(array); i++)
        if (!is_allowed(json_array_get(array, i), depth))
            return false;
    return true;
}

static bool is_allowed(const json_t *value, int depth)
{
    if (value == NULL || depth > CANONICAL_DEPTH_MOST)
        return false;
    switch (json_typeof(value)) {
    case JSON_OBJECT: return object_is_allowed(value, depth + 1);
    case JSON_ARRAY: return array_is_allowed(value, depth + 1);
    case JSON_STRING: return has_no_control(value);
    case JSON_INTEGER:
        return json_integer_value(value) <= JSON_INTEGER_MOST &&
               json_integer_value(value) >= -JSON_INTEGER_MOST;
    case JSON_REAL: return false;
    default: return true;
    }
}

h2o_iovec_t canonical_json(h2o_mem_pool_t *pool, const json_t *value)
{
    char *text;
    json_free_t give_back;
    h2o_iovec_t bytes;

    if (!is_allowed(value, 0))
        return (h2o_iovec_t){NULL, 0};
    text = json_dumps(value, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
    if (text == NULL)
        return (h2o_iovec_t){NULL, 0};
    bytes = h2o_strdup(pool, text, SIZE_MAX);
    json_get_alloc_funcs(NULL, &give_back);
    give_back(text);
    return bytes;
}

json_t *canonical_json_read(const char *text, size_t length)
{
    json_t *value = json_loadb(text, length, JSON_REJECT_DUPLICATES, NULL);

    if (json_is_object(value))
        return value;
    json_decref(value);
    return NULL;
}

const char *json_member_text(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));

    return text == NULL ? "" : text;
}
