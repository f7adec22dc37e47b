/*
 * template_model - what each page may show, and the model in the renderer's terms
 *
 * templates/models.json says it by example: "text", "flag", {…} for a part that is there or not, [{…}] for a
 * list. What stands under "layout" every page may show.
 */
#pragma once

#include <memory>
#include <string>

#include <jansson.h>
#include <kainjow/mustache.hpp>

namespace chedang
{

using json = std::shared_ptr<json_t>;

class model_shape
{
  public:
    explicit model_shape(const std::string &folder);

    /* The shape of one page with the layout's; throws when models.json does not list it. */
    json of(const std::string &page) const;
    const json_t *pages() const;

  private:
    json all_;
};

/* Throws when the woven text shows what the shape does not have, or could show anything unescaped. */
void check_tags(const std::string &page, const std::string &text, const json_t *shape);

/*
 * The model as far as the shape lists it. What the model lacks becomes false, so that a name is never taken
 * from the part around it.
 */
kainjow::mustache::data fill(const json_t *shape, const json_t *model);

/* "" or the first member that the shape does not have so. */
std::string first_stranger(const json_t *shape, const json_t *model);

} // namespace chedang
