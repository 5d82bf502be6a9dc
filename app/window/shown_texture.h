// Handles by which Dear ImGui's draw lists name textures. Only the lower 32 bits reach OpenGL; the
// rest says what a software renderer must know to draw little.
#pragma once

#include <imgui.h>

#include <cstdint>

namespace scorescope {

struct ShownTexture {
  std::uint32_t name = 0;      ///< of the OpenGL texture
  std::uint64_t revision = 0;  ///< differs whenever the contents do
  bool opaque = false;         ///< no texel lets anything through
};

inline constexpr std::uint64_t kOpaqueTexture = std::uint64_t{1} << 63U;
static_assert(sizeof(ImTextureID) == 8, "a handle has no room for a texture's revision");

inline ImTextureID texture_handle(const ShownTexture& texture) {
  const std::uint64_t revision = (texture.revision & 0x7FFFFFFFU) << 32U;
  const std::uint64_t bits = texture.name | revision | (texture.opaque ? kOpaqueTexture : 0);
  return reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(bits));
}

inline bool is_opaque(ImTextureID handle) {
  return (std::uint64_t{reinterpret_cast<std::uintptr_t>(handle)} & kOpaqueTexture) != 0;
}

}  // namespace scorescope
