// Icons as draw lists: no image files, crisp at every scale.
#pragma once

#include <imgui.h>

namespace scorescope {

enum class Icon {
  kNone,
  kLogo,
  kFoldClosed,
  kFoldOpen,
  kLeft,
  kRight,
  kDown,
  kReset,
  kPlay,
  kPause,
  kStep,
  kFast,
  kLive,  ///< bolt: acts at once
  kDice,
  kMaximise,
  kRestore,
  kClose,
  kCheck,
  kWarning,
  kHelp,
  kLeftColumn,
  kRightColumn,
  kPresenter,
  kCamera,
  kDarkTheme,
  kLightTheme,
  kPair,
  kDart,
  kSquare,
  kDensity,
  kError,
  kParticles,
  kTrails,
  kRings,
  kDropFile,
  kData,
  kNetwork,
  kLoss,
  kNoise,
  kTraining,
  kSampling,  ///< rail of the narrow window
};

/// Draws `icon` in a square of side `size` about `centre`, in one colour.
void draw_icon(ImDrawList* list, Icon icon, ImVec2 centre, float size, ImU32 colour);

}  // namespace scorescope
