#include "render/template_source.h"

#include <fstream>
#include <sstream>

#include <jansson.h>

namespace chedang
{
namespace
{

constexpr int deepest = 8;

/* Pages whose names begin so have this layout, and strings of files that are called so. */
struct family {
    std::string prefix, layout, file;
    std::vector<std::string> languages;
};

const family families[] = {
    {"verify", "verify_layout", "verify",  {"zh", "en", "ru", "ar", "kk", "fr", "es"}},
    {"",       "layout",        "strings", {"zh", "en"}                              },
};

const family &family_of(const std::string &page)
{
    const family *found = families;

    while (page.compare(0, found->prefix.size(), found->prefix) != 0)
        found++;
    return *found;
}

std::string escape(const std::string &text)
{
    std::string escaped;

    for (char c : text) {
        switch (c) {
        case '&': escaped += "&amp;"; break;
        case '<': escaped += "&lt;"; break;
        case '>': escaped += "&gt;"; break;
        case '"': escaped += "&quot;"; break;
        case '\'': escaped += "&#39;"; break;
        default: escaped += c;
        }
    }
    return escaped;
}

void collect(const json_t *object, const std::string &prefix, strings &found, const std::string &file)
{
    const char *key;
    json_t *value;

    json_object_foreach(const_cast<json_t *>(object), key, value)
    {
        if (json_is_object(value))
            collect(value, prefix + key + ".", found, file);
        else if (json_is_string(value) && json_string_length(value) != 0)
            found[prefix + key] = json_string_value(value);
        else
            throw refusal(file + ": " + prefix + key + " is not a text.");
    }
}

strings read_strings(const std::string &file)
{
    json_error_t error;
    json_t *root = json_load_file(file.c_str(), JSON_REJECT_DUPLICATES, &error);
    strings found;

    if (root == nullptr)
        throw refusal(file + ", line " + std::to_string(error.line) + ": " + error.text + ".");
    try {
        collect(root, "", found, file);
    } catch (...) {
        json_decref(root);
        throw;
    }
    json_decref(root);
    return found;
}

void check_same_keys(const std::map<std::string, strings> &languages)
{
    for (const auto &one : languages)
        for (const auto &other : languages)
            for (const auto &entry : one.second)
                if (other.second.count(entry.first) == 0)
                    throw refusal("The string " + entry.first + " is missing in " + other.first + ".");
}

/* Indentation is for those who write templates; the renderer would go through it blank by blank. */
std::string without_indentation(const std::string &text)
{
    std::istringstream lines(text);
    std::string line, left;

    while (std::getline(lines, line)) {
        std::size_t start = line.find_first_not_of(" \t\r");
        if (start != std::string::npos)
            left += line.substr(start) + "\n";
    }
    return left;
}

} // namespace

source::source(const std::string &folder) : folder_(folder)
{
    words_of("");
}

const std::vector<std::string> &source::languages_of(const std::string &page)
{
    return family_of(page).languages;
}

const source::by_language &source::words_of(const std::string &page)
{
    const family &its = family_of(page);
    by_language &words = words_[its.file];

    if (words.empty()) {
        for (const std::string &language : its.languages)
            words[language] = read_strings(folder_ + "/" + its.file + "." + language + ".json");
        check_same_keys(words);
    }
    return words;
}

const std::string &source::file(const std::string &name)
{
    auto known = files_.find(name);
    if (known != files_.end())
        return known->second;

    std::string path = folder_ + "/" + name + ".html";
    std::ifstream in(path);
    std::ostringstream text;

    if (!in || !(text << in.rdbuf()))
        throw refusal("The template " + path + " cannot be read.");
    return files_[name] = without_indentation(text.str());
}

std::string source::part(const std::string &name, weaving w)
{
    return weave(file(name == "page" ? w.page : name), w, false);
}

std::string source::string(std::string key, weaving w)
{
    if (key.compare(0, 2, "@.") == 0)
        key = w.page + key.substr(1);
    const strings &known = words_of(w.page).at(w.language);
    auto found = known.find(key);
    if (found == known.end())
        throw refusal("The page " + w.page + " shows the string " + key + ", which does not exist.");
    used_.insert(family_of(w.page).file + ":" + key);
    return weave(found->second, w, true);
}

std::string source::weave(const std::string &text, weaving w, bool is_string)
{
    std::string woven;
    std::size_t at = 0;

    if (++w.depth > deepest)
        throw refusal("The page " + w.page + " contains itself.");
    for (;;) {
        std::size_t open = text.find("{{", at);
        std::string between = text.substr(at, open == std::string::npos ? open : open - at);
        woven += is_string ? escape(between) : between;
        if (open == std::string::npos)
            return woven;
        std::size_t close = text.find("}}", open);
        if (close == std::string::npos)
            throw refusal("The page " + w.page + " has a tag that does not end.");
        std::string tag = text.substr(open + 2, close - open - 2);
        at = close + 2;
        if (!is_string && tag.compare(0, 1, ">") == 0)
            woven += part(tag.substr(1), w);
        else if (tag.compare(0, 2, "t.") == 0)
            woven += string(tag.substr(2), w);
        else
            woven += "{{" + tag + "}}";
    }
}

std::string source::page(const std::string &name, const std::string &language)
{
    return weave(file(family_of(name).layout), {name, language, 0}, false);
}

const std::string *source::word(const std::string &language, const std::string &key) const
{
    const by_language &words = words_.at("strings");
    auto known = words.find(language);
    if (known == words.end())
        return nullptr;
    auto found = known->second.find(key);
    return found == known->second.end() ? nullptr : &found->second;
}

std::vector<const char *> source::rest(const std::string &prefix) const
{
    const strings &any = words_.at("strings").begin()->second;
    std::vector<const char *> found;

    for (auto at = any.lower_bound(prefix);
         at != any.end() && at->first.compare(0, prefix.size(), prefix) == 0; ++at)
        found.push_back(at->first.c_str() + prefix.size());
    return found;
}

void source::check_all_used() const
{
    for (const auto &family : words_)
        for (const auto &entry : family.second.begin()->second)
            if (entry.first.compare(0, 6, "words.") != 0 &&
                used_.count(family.first + ":" + entry.first) == 0)
                throw refusal("The string " + entry.first + " stands on no page.");
}

} // namespace chedang
