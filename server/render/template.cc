#include "render/template.h"

#include <cstdio>
#include <cstring>
#include <utility>

#include "render/template_model.h"
#include "render/template_source.h"

using namespace chedang;

namespace
{

struct page {
    json shape;
    std::string text; /* woven and checked: its tags have good names, and sections close in turn */
};

using page_key = std::pair<std::string, std::string>; /* name, language */

/* What is read once; nothing of it changes afterwards. */
struct loaded {
    source sources;
    std::map<page_key, page> pages;
};

} // namespace

struct templates {
    std::shared_ptr<const loaded> all;
    std::map<page_key, kainjow::mustache::mustache> compiled; /* as far as they were rendered */
};

static void load_page(loaded &all, const model_shape &shapes, const std::string &name)
{
    if (name == "layout")
        return;
    json shape = shapes.of(name);
    for (const std::string &language : source::languages_of(name)) {
        std::string text = all.sources.page(name, language);

        check_tags(name, text, shape.get());
        all.pages.emplace(page_key{name, language}, page{shape, std::move(text)});
    }
}

static struct templates *load(const std::string &folder)
{
    auto all = std::make_shared<loaded>(loaded{source(folder), {}});
    model_shape shapes(folder);
    const char *name;
    json_t *own;

    json_object_foreach(const_cast<json_t *>(shapes.pages()), name, own)
    {
        load_page(*all, shapes, name);
    }
    all->sources.check_all_used();
    return new templates{all, {}};
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

struct templates *templates_share(const struct templates *other)
{
    return new templates{other->all, {}};
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
        page_key key{name, language};
        const page &page = templates->all->pages.at(key);
        auto compiled = templates->compiled.try_emplace(key, page.text).first;
        std::string html;

        compiled->second.render(fill(page.shape.get(), model),
                                [&html](const std::string &piece) { html += piece; });
        return copied(pool, html);
    } catch (const std::exception &e) {
        h2o_fatal("templates_render: no such page, or out of memory");
    }
}

const char *templates_word(const struct templates *templates, const char *language, const char *group,
                           const char *code)
{
    const std::string *word =
        templates->all->sources.word(language, std::string("words.") + group + "." + code);

    return word == nullptr ? nullptr : word->c_str();
}

size_t templates_codes(const struct templates *templates, const char *group, const char **codes, size_t most)
{
    size_t count = 0;

    for (const char *code : templates->all->sources.rest(std::string("words.") + group + "."))
        if (count < most)
            codes[count++] = code;
    return count;
}

bool templates_conforms(const struct templates *templates, const char *name, const json_t *model,
                        char *complaint, size_t size)
{
    auto page = templates->all->pages.find({name, "en"});
    std::string stranger = page == templates->all->pages.end()
                               ? std::string("the page itself")
                               : first_stranger(page->second.shape.get(), model);

    std::snprintf(complaint, size, "%s", stranger.c_str());
    return stranger.empty();
}
