// The still part of a view: density or error picture, rings, arrows. Owns what of a FieldFrame is
// on the GPU.
#pragma once

#include <cstdint>
#include <memory>

#include "app/gl/buffer.h"
#include "app/gl/texture.h"
#include "app/render/stage_content.h"
#include "app/render/stage_programs.h"

namespace scorescope {

class FieldLayer {
 public:
  FieldLayer();

  /// Uploads those parts whose values differ from the held frame's; a frame with the same pointer
  /// or with equal values costs no upload.
  void update(const std::shared_ptr<const FieldFrame>& frame);

  void draw_backdrop(const StageContent& content, const StagePrograms& programs,
                     const Canvas& canvas) const;
  void draw_arrows(const StageContent& content, const StagePrograms& programs,
                   const Canvas& canvas) const;

  /// How often each part was sent to the GPU: what is drawn from it is stale when this has grown.
  struct Uploads {
    std::uint64_t density = 0, error = 0, exact = 0, learned = 0;
    std::uint64_t all() const { return density + error + exact + learned; }
  };
  const Uploads& uploads() const { return uploads_; }

 private:
  /// Arrows of one field: interleaved position and vector.
  struct Arrows {
    Buffer buffer;
    VertexArray vertices;
    std::size_t count = 0;
    float spacing = 0.0F;  // data units
  };

  void upload_density(const ScalarGrid& density);
  void upload_arrows(const VectorGrid& grid, Arrows& arrows);
  void draw_darts(const Arrows& arrows, const DartShape& shape, const Program& program,
                  const Canvas& canvas) const;

  std::shared_ptr<const FieldFrame> held_;
  Texture log_density_, error_;
  Arrows exact_, learned_;
  VertexArray whole_view_;
  Uploads uploads_;
};

}  // namespace scorescope
