/*
 * template_source - the text of a page, woven from its files and the strings of one language
 *
 * In the files, {{>part}} stands for the file part.html, {{>page}} (in layout.html) for the page itself,
 * {{t.front.lead}} for a string, {{t.@.title}} for the string `title` of the page being woven. Strings may
 * show what the page may show, as in "{{count}} repairs"; all else in them is text, never markup. What is
 * left are the tags that the page's model fills.
 *
 * Pages whose names begin with "verify" are for readers abroad: they have a layout and strings of their own
 * (verify_layout.html, verify.LANG.json), in seven languages.
 */
#pragma once

#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace chedang
{

/* The sentence that says why the templates cannot be used. */
struct refusal : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/* "front.lead" -> text. */
using strings = std::map<std::string, std::string>;

class source
{
  public:
    explicit source(const std::string &folder);

    /* In which the page is woven. */
    static const std::vector<std::string> &languages_of(const std::string &page);

    std::string page(const std::string &name, const std::string &language);

    /* Of the pages at home; NULL when there is none. */
    const std::string *word(const std::string &language, const std::string &key) const;

    /* The strings whose names begin so; the rest of each name points into the source. */
    std::vector<const char *> rest(const std::string &prefix) const;

    /* Throws when a string stands on no page. */
    void check_all_used() const;

  private:
    struct weaving {
        const std::string &page, &language;
        int depth;
    };

    using by_language = std::map<std::string, strings>;

    const by_language &words_of(const std::string &page);
    const std::string &file(const std::string &name);
    std::string weave(const std::string &text, weaving w, bool is_string);
    std::string part(const std::string &name, weaving w);
    std::string string(std::string key, weaving w);

    std::string folder_;
    std::map<std::string, by_language> words_; /* by the name of their files, as far as pages have asked */
    std::map<std::string, std::string> files_;
    std::set<std::string> used_;
};

} // namespace chedang
