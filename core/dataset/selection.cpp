#include "core/dataset/selection.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/dataset/fit_square.h"

namespace scorescope {
namespace {

/// The class of that name, else of that number.
std::optional<std::size_t> class_of(const ImageSet& set, std::string_view text) {
  const auto named = std::ranges::find_if(set.class_names, [&](const std::string& name) {
    return lower_case(name) == lower_case(text);
  });
  if (named != set.class_names.end()) {
    return static_cast<std::size_t>(named - set.class_names.begin());
  }
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  return whole && number < set.class_names.size() ? std::optional(number) : std::nullopt;
}

/// Takes the first word off `text`: up to a comma, but a class whose name holds one is a word.
std::string_view take_word(const ImageSet& set, std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
  std::size_t length = std::min(text.find(','), text.size());
  for (const std::string& name : set.class_names) {
    const std::string_view behind = trimmed(text.substr(std::min(name.size(), text.size())));
    const bool here = lower_case(text.substr(0, name.size())) == lower_case(name);
    if (here && (behind.empty() || behind.front() == ',')) length = std::max(length, name.size());
  }
  const std::string_view word = trimmed(text.substr(0, length));
  const std::size_t comma = text.find(',', length);
  text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
  return word;
}

/// Which classes are meant, true or false for each label.
std::array<bool, 256> chosen_classes(const ImageSet& set, std::string_view text) {
  if (!set.has_classes()) {
    throw UserError(fmt::format("data: classes is \"{}\", but {} has no classes; leave it empty.",
                                text, set.name));
  }
  std::array<bool, 256> chosen{};
  while (!text.empty()) {
    const std::string_view word = take_word(set, text);
    if (word.empty()) continue;
    const auto label = class_of(set, word);
    if (!label) {
      throw UserError(
          fmt::format("data: classes names \"{}\", which {} does not have{}; allowed "
                      "are {}, or numbers from 0 to {}.",
                      word, set.name, nearest_spelling(word, set.class_names),
                      fmt::join(set.class_names, ", "), set.class_names.size() - 1));
    }
    chosen[*label] = true;
  }
  return chosen;
}

ImageSet of_classes(const ImageSet& set, const std::array<bool, 256>& chosen) {
  std::vector<std::int64_t> kept;
  if (set.count() > 0) {
    const auto label = set.labels.accessor<std::uint8_t, 1>();
    for (std::int64_t i = 0; i < set.count(); ++i) {
      if (chosen[label[i]]) kept.push_back(i);
    }
  }
  return pictures_at(set, torch::tensor(kept, torch::kInt64));
}

/// Those with pictures.
std::vector<std::string> present_classes(const ImageSet& set) {
  const torch::Tensor counts = torch::bincount(set.labels.to(torch::kInt64), {}, 256);
  std::vector<std::string> names;
  for (std::size_t i = 0; i < set.class_names.size(); ++i) {
    if (counts[static_cast<std::int64_t>(i)].item<std::int64_t>() > 0) {
      names.push_back(set.class_names[i]);
    }
  }
  return names;
}

std::string classes_text(const ImageSet& set, const std::array<bool, 256>& chosen) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < set.class_names.size(); ++i) {
    if (chosen[i]) names.push_back(set.class_names[i]);
  }
  return fmt::format(", {} {}", names.size() == 1 ? "class" : "classes", fmt::join(names, ", "));
}

}  // namespace

FieldInfo classes_field() {
  return {.key = "classes",
          .label = "Classes",
          .help =
              "Only pictures of these classes: names or numbers (from 0) with commas between, "
              "for example 0, 1, 7. Empty means all.",
          .larger = "More classes, more modes to cover.",
          .minimum_label = "all",
          .primary = true};
}

FieldInfo first_n_field() {
  return {.key = "first_n",
          .label = "Training pictures at most",
          .unit = "pictures",
          .help =
              "Only the first so many training pictures (of the chosen classes, in the order of "
              "the file) are used; 0 means all. Test pictures stay as they are.",
          .larger = "More to learn from; with few, a network remembers them one by one.",
          .minimum = 0,
          .maximum = 100'000'000,
          .minimum_label = "all",
          .logarithmic = true,
          .primary = true};
}

FieldInfo side_field() {
  return {.key = "side",
          .label = "Size",
          .unit = "pixels",
          .help =
              "Height and width of a picture. Pictures of 28 x 28 get a black border to be 32 x "
              "32; all others are cut to their centred square and resized.",
          .larger = "32: can be halved five times, which deep networks want; 1.3 times the work.",
          .choices = {{"28", "28 x 28"}, {"32", "32 x 32"}}};
}

FieldInfo test_share_field() {
  return {.key = "test_share",
          .label = "Kept for testing",
          .help =
              "Share of the pictures, evenly spread, that is never trained on, where the data "
              "have no test pictures of their own.",
          .larger = "Distances are measured on more pictures, and fewer are learned from.",
          .minimum = 0.0,
          .maximum = 0.5};
}

std::int64_t side_in_pixels(const SelectionOptions& options) {
  return options.side == "32" ? 32 : 28;
}

ImageData select_pictures(ImageSet train, ImageSet test, const SelectionOptions& options) {
  std::string classes;
  if (!trimmed(options.classes).empty()) {
    const auto chosen = chosen_classes(train, options.classes);
    classes = classes_text(train, chosen);
    ImageSet kept = of_classes(train, chosen);
    if (kept.count() == 0) {
      throw UserError(
          fmt::format("data: no training picture of {} is left with classes \"{}\"; there are "
                      "pictures of {}.",
                      train.name, options.classes, fmt::join(present_classes(train), ", ")));
    }
    train = std::move(kept);
    test = of_classes(test, chosen);
  }
  if (options.first_n > 0 && options.first_n < train.count()) {
    train = pictures_at(train, torch::arange(options.first_n, torch::kInt64));
  }
  if (train.count() == 0) {
    throw UserError(fmt::format("data: {} has no training pictures.", train.name));
  }
  const std::int64_t side = side_in_pixels(options);
  train.pixels = fit_squares(train.pixels, side);
  if (test.count() > 0) test.pixels = fit_squares(test.pixels, side);
  std::string description =
      fmt::format("{}{}: {} training and {} test pictures of {} x {}", train.name, classes,
                  train.count(), test.count(), side, side);
  return {std::move(train), std::move(test), std::move(description)};
}

std::pair<ImageSet, ImageSet> split_off_test(const ImageSet& set, double share) {
  const torch::Tensor order = set.has_classes()
                                  ? set.labels.to(torch::kInt64).argsort(/*stable=*/true, 0, false)
                                  : torch::arange(set.count(), torch::kInt64);
  const auto places = order.accessor<std::int64_t, 1>();
  std::vector<std::int64_t> train, test;
  for (std::int64_t i = 0; i < set.count(); ++i) {
    const auto before = std::floor(static_cast<double>(i) * share);
    const bool crosses = std::floor(static_cast<double>(i + 1) * share) > before;
    (crosses ? test : train).push_back(places[i]);
  }
  std::ranges::sort(train);
  std::ranges::sort(test);
  return {pictures_at(set, torch::tensor(train, torch::kInt64)),
          pictures_at(set, torch::tensor(test, torch::kInt64))};
}

}  // namespace scorescope
