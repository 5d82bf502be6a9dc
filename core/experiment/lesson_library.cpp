// The lessons and presets that come with the program, and what else can be opened.
#include "core/experiment/lesson_library.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/base/quoted.h"

namespace scorescope {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestLessonFile = std::size_t{64} << 20U;
constexpr const char* kPictureLesson = "your-own-picture";
constexpr const char* kDigitsLesson = "digits-from-noise";

std::string read_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text;
  for (auto byte = std::istreambuf_iterator<char>(file); byte != std::istreambuf_iterator<char>();
       ++byte) {
    if (text.size() == kLargestLessonFile) {
      throw UserError(fmt::format("{} is larger than {} MiB, too large for a spec or lesson.",
                                  path.string(), kLargestLessonFile >> 20U));
    }
    text += *byte;
  }
  if (file.bad() || !file.is_open()) {
    throw UserError(fmt::format("cannot read {}.", path.string()));
  }
  return text;
}

std::string lower_extension(const fs::path& path) {
  std::string extension = path.extension().string();
  for (char& c : extension) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return extension;
}

bool is_picture(const std::string& extension) {
  static const std::vector<std::string> known{".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tga"};
  return std::ranges::find(known, extension) != known.end();
}

void find_file(std::string& text, const std::vector<std::string>& folders) {
  std::vector<fs::path> candidates{text};
  for (const std::string& folder : folders) candidates.push_back(fs::path(folder) / text);
  std::error_code ignored;
  const auto found = std::ranges::find_if(
      candidates, [&](const fs::path& candidate) { return fs::exists(candidate, ignored); });
  if (found != candidates.end()) text = fs::absolute(*found).lexically_normal().string();
}

Lesson read_lesson(const Schema& schema, const fs::path& assets, const fs::path& path) {
  Lesson lesson = lesson_from_json(schema, read_text(path), path.string());
  find_data_file(lesson.spec, {path.parent_path().string(), assets.string()});
  return lesson;
}

std::vector<Lesson> load_folder(const Schema& schema, const fs::path& assets, const char* name) {
  std::vector<Lesson> lessons;
  std::error_code missing;
  for (const auto& file : fs::directory_iterator(assets / name, missing)) {
    if (file.path().extension() == ".json") {
      lessons.push_back(read_lesson(schema, assets, file.path()));
    }
  }
  std::ranges::sort(lessons, [](const Lesson& a, const Lesson& b) {
    return std::pair(a.order, a.id) < std::pair(b.order, b.id);
  });
  return lessons;
}

/// The ids in one folder of the assets ("lessons" or "presets").
std::vector<std::string> bundled_ids(const fs::path& assets, const char* name) {
  std::vector<std::string> ids;
  std::error_code missing;
  for (const auto& file : fs::directory_iterator(assets / name, missing)) {
    if (file.path().extension() == ".json") ids.push_back(file.path().stem().string());
  }
  std::ranges::sort(ids);
  return ids;
}

/// The picture lesson with that file as its data.
Lesson own_data(const Schema& schema, const fs::path& assets, const std::string& kind,
                const std::string& path) {
  Lesson lesson =
      read_lesson(schema, assets, assets / "lessons" / (std::string(kPictureLesson) + ".json"));
  lesson.id = fs::path(path).stem().string();
  lesson.spec.data = {kind, {{"path", fs::absolute(path).string()}}};
  return lesson;
}

/// The lesson on digits, of other pictures; its cards speak of digits.
Lesson own_pictures(const Schema& schema, const fs::path& assets, const std::string& kind,
                    const std::string& path) {
  Lesson lesson =
      read_lesson(schema, assets, assets / "lessons" / (std::string(kDigitsLesson) + ".json"));
  lesson.id = lesson.title = fs::canonical(path).stem().string();
  lesson.about = "Your pictures.";
  lesson.cards.clear();
  lesson.spec.data = {kind, {{"path", fs::absolute(path).string()}}};
  return lesson;
}

/// Lessons and presets have neither folders nor extensions in their names.
bool is_path(const std::string& name) {
  return name.find('/') != std::string::npos || fs::path(name).has_extension();
}

[[noreturn]] void refuse_name(const std::string& name, const fs::path& assets) {
  if (is_path(name)) throw UserError(fmt::format("there is no file {}.", in_quotes(name)));
  const auto lessons = bundled_ids(assets, "lessons");
  const auto presets = bundled_ids(assets, "presets");
  auto known = lessons;
  known.insert(known.end(), presets.begin(), presets.end());
  throw UserError(fmt::format(
      "there is no lesson, preset or file {}{}; the lessons are {}; the presets are {}.",
      in_quotes(name), nearest_spelling(name, known), fmt::join(lessons, ", "),
      fmt::join(presets, ", ")));
}

}  // namespace

void find_data_file(ExperimentSpec& spec, const std::vector<std::string>& folders) {
  for (const char* key : kDataPathKeys) {
    const auto option = spec.data.options.find(key);
    if (option == spec.data.options.end()) continue;
    auto* text = std::get_if<std::string>(&option->second);
    if (text && !text->empty() && fs::path(*text).is_relative()) find_file(*text, folders);
  }
}

std::vector<Lesson> load_lessons(const Schema& schema, const std::string& assets) {
  return load_folder(schema, assets, "lessons");
}

std::vector<Lesson> load_presets(const Schema& schema, const std::string& assets) {
  return load_folder(schema, assets, "presets");
}

Lesson open_lesson(const Schema& schema, const std::string& assets, const std::string& name) {
  for (const char* folder : {"lessons", "presets"}) {
    const fs::path bundled = fs::path(assets) / folder / (name + ".json");
    if (std::error_code ignored; fs::exists(bundled, ignored)) {
      return read_lesson(schema, assets, bundled);
    }
  }
  std::error_code ignored;
  if (!fs::exists(name, ignored)) refuse_name(name, assets);
  const std::string extension = lower_extension(name);
  if (extension == ".csv") return own_data(schema, assets, "csv", name);
  if (is_picture(extension)) return own_data(schema, assets, "picture", name);
  if (extension == ".json") return read_lesson(schema, assets, name);
  if (fs::exists(fs::path(name) / "spec.json", ignored)) {
    throw UserError(fmt::format("{} is the folder of a run; name the spec.json in it.", name));
  }
  const std::string set = picture_set_kind(name);
  if (!set.empty()) return own_pictures(schema, assets, set, name);
  if (!fs::is_regular_file(name, ignored)) return read_lesson(schema, assets, name);
  throw UserError(
      fmt::format("{} is of no kind that can be opened; expected a spec, lesson or saved "
                  "state (.json), points (.csv), a picture (.png, .jpg, .bmp, .gif), or a set of "
                  "pictures (a folder, or an IDX file: .idx, .idx.gz or -ubyte in its name).",
                  name));
}

std::string picture_set_kind(const std::string& path) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) return "pictures";
  const std::string file = fs::path(path).filename().string();
  const bool idx = file.find("-ubyte") != std::string::npos || file.ends_with(".idx") ||
                   file.ends_with(".idx.gz");
  return idx ? "idx" : "";
}

}  // namespace scorescope
