// The lessons and presets that come with the program, and what else a name on the command line or a
// dropped file can open.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "core/experiment/lesson.h"

namespace scorescope {

/// Opened when nothing is named.
inline constexpr const char* kDefaultLesson = "why-annealing";

/// All of <assets>/lessons/*.json, in teaching order. Throws UserError if one cannot be read.
std::vector<Lesson> load_lessons(const Schema& schema, const std::string& assets);

/// All of <assets>/presets/*.json: experiments to start from, without cards.
std::vector<Lesson> load_presets(const Schema& schema, const std::string& assets);

/// Opens `name`: the id of a lesson or preset, else a file: a spec, lesson or saved state (.json),
/// points (.csv), or a picture (.png, .jpg, .jpeg, .bmp, .gif, .tga) as data of the lesson
/// "your-own-picture", or a set of pictures (see picture_set_kind) as data of "digits-from-noise"
/// without its cards. A picture or CSV named in a file is looked for beside that file, and in
/// `assets`. Throws UserError with the nearest spelling.
Lesson open_lesson(const Schema& schema, const std::string& assets, const std::string& name);

/// The options of data that name a file or folder.
inline constexpr std::array<const char*, 2> kDataPathKeys{"path", "labels"};

/// Makes relative paths of the data (and of their labels) absolute, so that the spec can be used
/// from any folder: the first that exists of the path as it stands and under each of `folders`; one
/// that nowhere exists is left.
void find_data_file(ExperimentSpec& spec, const std::vector<std::string>& folders);

/// The kind of the set of pictures that a path is by its name: "pictures" for a folder, "idx", or
/// "" for neither.
std::string picture_set_kind(const std::string& path);

}  // namespace scorescope
