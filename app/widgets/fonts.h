// The font atlas: Inter and JetBrains Mono at the sizes of tokens.md, for the window and the
// presenter.
#pragma once

#include <imgui.h>

#include <string>

#include "app/widgets/style.h"

namespace scorescope {

struct FontSet {
  Fonts window;
  Fonts presenter;  ///< 24 em and larger, see tokens.md "Images and presenter"
  std::string
      problem;  ///< a sentence if a face was missing and ImGui's own font stands in, else empty
};

/// Clears `atlas`, adds every face at `scale` (0.5 to 4) and builds it (about 0.1 s); a backend
/// then uploads the texture as usual. Greek letters, arrows, mathematical signs, super- and
/// subscripts, thin spaces and dashes are in every face: what JetBrains Mono lacks (thin spaces,
/// the superscript minus, the double bar) comes from Inter; nabla, which neither has, is drawn into
/// the atlas, and the raised T of a transposed vector is a small capital.
FontSet build_fonts(ImFontAtlas& atlas, float scale);

}  // namespace scorescope
