#include "render/template_model.h"

#include <vector>

#include "render/template_source.h"

namespace chedang
{
namespace
{

using kainjow::mustache::data;

enum class kind { none, text, flag, part, list };

kind kind_of(const json_t *shape)
{
    if (json_is_object(shape))
        return kind::part;
    if (json_is_array(shape) && json_array_size(shape) == 1 && json_is_object(json_array_get(shape, 0)))
        return kind::list;
    if (!json_is_string(shape))
        return kind::none;
    std::string word = json_string_value(shape);
    return word == "text" ? kind::text : word == "flag" ? kind::flag : kind::none;
}

void check_shape(const json_t *shape, const std::string &name)
{
    const char *key;
    json_t *value;

    json_object_foreach(const_cast<json_t *>(shape), key, value)
    {
        if (kind_of(value) == kind::none)
            throw refusal("models.json: " + name + "." + key + " is of no kind.");
        if (kind_of(value) == kind::part)
            check_shape(value, name + "." + key);
        if (kind_of(value) == kind::list)
            check_shape(json_array_get(value, 0), name + "." + key);
    }
}

/* The tags of one page, with the sections that are open. */
class checker
{
  public:
    checker(const std::string &page, const json_t *shape)
        : page_(page), scopes_{
                           {"", shape}
    }
    {
    }

    void tag(const std::string &text, bool quoted)
    {
        std::string name = text.substr(1);

        switch (text.empty() ? '\0' : text[0]) {
        case '#': open(name, true); break;
        case '^': open(name, false); break;
        case '/': close(name); break;
        case '!': break;
        default: show(text, quoted);
        }
    }

    void end() const
    {
        if (scopes_.size() != 1)
            throw refusal("The page " + page_ + " does not close {{#" + scopes_.back().name + "}}.");
    }

  private:
    struct scope {
        std::string name;
        const json_t *shape; /* NULL: adds no names */
    };

    const json_t *find(const std::string &name) const
    {
        for (auto s = scopes_.rbegin(); s != scopes_.rend(); s++)
            if (const json_t *found = json_object_get(s->shape, name.c_str()))
                return found;
        throw refusal("The page " + page_ + " shows {{" + name + "}}, which models.json does not list.");
    }

    void open(const std::string &name, bool pushes)
    {
        const json_t *shape = find(name);

        if (kind_of(shape) == kind::list)
            shape = json_array_get(shape, 0);
        scopes_.push_back({name, pushes ? shape : nullptr});
    }

    void close(const std::string &name)
    {
        if (scopes_.size() == 1 || scopes_.back().name != name)
            throw refusal("The page " + page_ + " closes {{/" + name + "}} out of turn.");
        scopes_.pop_back();
    }

    /* Only letters and underscores: no way to unescaped text, other delimiters or foreign parts. */
    void show(const std::string &name, bool quoted)
    {
        if (name.empty() || name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") != std::string::npos)
            throw refusal("The page " + page_ + " has the tag {{" + name + "}}, which is not allowed.");
        if (kind_of(find(name)) != kind::text)
            throw refusal("The page " + page_ + " shows {{" + name + "}}, which is not a text.");
        if (!quoted)
            throw refusal("The page " + page_ + " has {{" + name + "}} in an attribute without quotes.");
    }

    const std::string &page_;
    std::vector<scope> scopes_;
};

data fill_list(const json_t *shape, const json_t *model)
{
    data filled{data::type::list};
    std::size_t index;
    json_t *value;

    json_array_foreach(model, index, value) filled.push_back(fill(json_array_get(shape, 0), value));
    return filled;
}

data fill_one(const json_t *shape, const json_t *value)
{
    switch (kind_of(shape)) {
    case kind::text:
        if (json_is_string(value) && json_string_length(value) != 0)
            return data{std::string(json_string_value(value), json_string_length(value))};
        return data{false};
    case kind::flag: return data{static_cast<bool>(json_is_true(value))};
    case kind::part: return json_is_object(value) ? fill(shape, value) : data{false};
    case kind::list: return fill_list(shape, value);
    default: return data{false};
    }
}

bool fits(const json_t *shape, const json_t *value)
{
    switch (kind_of(shape)) {
    case kind::text: return json_is_string(value) || json_is_null(value);
    case kind::flag: return json_is_boolean(value);
    case kind::part: return json_is_object(value) || json_is_null(value);
    case kind::list: return json_is_array(value);
    default: return false;
    }
}

} // namespace

model_shape::model_shape(const std::string &folder)
{
    std::string file = folder + "/models.json";
    json_error_t error;

    all_ = json(json_load_file(file.c_str(), JSON_REJECT_DUPLICATES, &error), json_decref);
    if (all_ == nullptr)
        throw refusal(file + ", line " + std::to_string(error.line) + ": " + error.text + ".");
    check_shape(all_.get(), "models");
}

json model_shape::of(const std::string &page) const
{
    const json_t *own = json_object_get(all_.get(), page.c_str());

    if (own == nullptr)
        throw refusal("models.json does not list the page " + page + ".");
    json shape(json_copy(json_object_get(all_.get(), "layout")), json_decref);
    json_object_update(shape.get(), const_cast<json_t *>(own));
    return shape;
}

const json_t *model_shape::pages() const
{
    return all_.get();
}

void check_tags(const std::string &page, const std::string &text, const json_t *shape)
{
    checker tags(page, shape);
    std::size_t open = 0;

    while ((open = text.find("{{", open)) != std::string::npos) {
        std::size_t close = text.find("}}", open);
        tags.tag(text.substr(open + 2, close - open - 2), open == 0 || text[open - 1] != '=');
        open = close + 2;
    }
    tags.end();
}

data fill(const json_t *shape, const json_t *model)
{
    data filled{data::type::object};
    const char *key;
    json_t *value;

    json_object_foreach(const_cast<json_t *>(shape), key, value) filled[key] =
        fill_one(value, json_object_get(model, key));
    return filled;
}

std::string first_stranger(const json_t *shape, const json_t *model)
{
    const char *key;
    json_t *value;
    std::string stranger;

    json_object_foreach(const_cast<json_t *>(model), key, value)
    {
        const json_t *member = json_object_get(shape, key);
        std::size_t count = json_array_size(value);

        if (!fits(member, value))
            return key;
        if (json_is_object(value))
            stranger = first_stranger(member, value);
        for (std::size_t i = 0; i < count && stranger.empty(); i++)
            stranger = first_stranger(json_array_get(member, 0), json_array_get(value, i));
        if (!stranger.empty())
            return std::string(key) + "." + stranger;
    }
    return "";
}

} // namespace chedang
