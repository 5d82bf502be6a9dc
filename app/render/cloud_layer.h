// The moving part of a view: data points, trails, particles, probe cross.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "app/gl/buffer.h"
#include "app/render/stage_content.h"
#include "app/render/stage_programs.h"

namespace scorescope {

class CloudLayer {
 public:
  CloudLayer();

  /// Uploads what is wanted of the frames if their pointers differ from those held.
  void update(const StageContent& content);
  void draw(const StageContent& content, const StagePrograms& programs, const Canvas& canvas) const;

  /// Grows with every upload.
  std::uint64_t uploads() const { return uploads_; }

 private:
  struct Points {
    Points();
    Buffer buffer;
    VertexArray vertices;
    std::size_t count() const { return buffer.size() / 2; }
  };
  /// Segments of polylines: from and to of each, at the four corners of its quad.
  struct Lines {
    Lines();
    Buffer buffer;
    mutable VertexArray vertices;
    std::size_t segments() const { return buffer.size() / 16; }
  };

  void draw_trails(const StageContent& content, const StagePrograms& programs,
                   const Canvas& canvas) const;
  void draw_probe(const StageContent& content, const StagePrograms& programs,
                  const Canvas& canvas) const;
  void upload_probe(const StageContent& content);
  void upload_trails(const CloudFrame& cloud);

  std::shared_ptr<const CloudFrame> cloud_;
  std::shared_ptr<const std::vector<float>> data_points_;
  Points particles_, data_, probe_centre_;
  Lines trails_, probe_cross_;
  std::uint64_t uploads_ = 0;
};

}  // namespace scorescope
