#include "render/template.h"

#include <cstdio>
#include <cstring>
#include <utility>

#include "render/template_model.h"
#include "render/template_source.h"

using namespace chedang;

namespace
{

struct compiled {
    json shape;
    kainjow::mustache::mustache text;
};

using page_key = std::pair<std::string, std::string>; /* name, language */

} // namespace

struct templates {
    source sources;
    std::map<page_key, compiled> pages;
};

static compiled compile(source &sources, const json &shape, const std::string &name,
                        const std::string &language)
{
    std::string text = sources.page(name, language);

    check_tags(name, text, shape.get());
    compiled page{shape, kainjow::mustache::mustache(text)};
    if (!page.text.is_valid())
        throw refusal("The page " + name + " does not parse: " + page.text.error_message() + ".");
    return page;
}

static void load_page(struct templates &loaded, const model_shape &shapes, const std::string &name)
{
    if (name == "layout")
        return;
    for (const std::string &language : source::languages_of(name))
        loaded.pages.emplace(page_key{name, language},
                             compile(loaded.sources, shapes.of(name), name, language));
}

static struct templates *load(const std::string &folder)
{
    auto loaded = std::make_unique<templates>(templates{source(folder), {}});
    model_shape shapes(folder);
    const char *name;
    json_t *own;

    json_object_foreach(const_cast<json_t *>(shapes.pages()), name, own)
    {
        load_page(*loaded, shapes, name);
    }
    loaded->sources.check_all_used();
    return loaded.release();
}

struct templates *templates_load(const char *home, char *complaint, size_t size)
{
    try {
        return load(std::string(home) + "/templates");
    } catch (const std::exception &e) {
        std::snprintf(complaint, size, "%s", e.what());
        return nullptr;
    }
}

void templates_destroy(struct templates *templates)
{
    delete templates;
}

static h2o_iovec_t copied(h2o_mem_pool_t *pool, const std::string &text)
{
    char *bytes = static_cast<char *>(h2o_mem_alloc_pool(pool, text.size() + 1));

    std::memcpy(bytes, text.c_str(), text.size() + 1);
    return h2o_iovec_t{bytes, text.size()};
}

h2o_iovec_t templates_render(struct templates *templates, h2o_mem_pool_t *pool, const char *name,
                             const char *language, const json_t *model)
{
    try {
        compiled &page = templates->pages.at({name, language});
        std::string html;

        page.text.render(fill(page.shape.get(), model), [&html](const std::string &piece) { html += piece; });
        return copied(pool, html);
    } catch (const std::exception &e) {
        h2o_fatal("templates_render: no such page, or out of memory");
    }
}

const char *templates_word(const struct templates *templates, const char *language, const char *group,
                           const char *code)
{
    const std::string *word = templates->sources.word(language, std::string("words.") + group + "." + code);

    return word == nullptr ? nullptr : word->c_str();
}

size_t templates_codes(const struct templates *templates, const char *group, const char **codes, size_t most)
{
    size_t count = 0;

    for (const char *code : templates->sources.rest(std::string("words.") + group + "."))
        if (count < most)
            codes[count++] = code;
    return count;
}

bool templates_conforms(const struct templates *templates, const char *name, const json_t *model,
                        char *complaint, size_t size)
{
    auto page = templates->pages.find({name, "en"});
    std::string stranger = page == templates->pages.end() ? std::string("the page itself")
                                                          : first_stranger(page->second.shape.get(), model);

    std::snprintf(complaint, size, "%s", stranger.c_str());
    return stranger.empty();
}
