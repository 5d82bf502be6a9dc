#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <vector>

#include "app/gl/buffer.h"
#include "app/gl/egl_context.h"
#include "app/gl/framebuffer.h"
#include "app/gl/program.h"
#include "app/gl/shader_sources.h"
#include "app/gl/shader_text.h"

namespace scorescope {
namespace {

class WithContext : public testing::Test {
 protected:
  EglContext context_;
};

using Shaders = WithContext;

/// A folder of shaders named by SCORESCOPE_SHADERS while it lives.
class ShaderFolder {
 public:
  ShaderFolder() : path_(std::filesystem::temp_directory_path() / "scorescope_shader_test") {
    std::filesystem::create_directories(path_);
    setenv("SCORESCOPE_SHADERS", path_.c_str(), 1);
  }
  ~ShaderFolder() {
    unsetenv("SCORESCOPE_SHADERS");
    std::filesystem::remove_all(path_);
  }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name) << text;
  }
  void make_newer(const std::string& name) const {
    const auto later = std::filesystem::last_write_time(path_ / name) + std::chrono::seconds(2);
    std::filesystem::last_write_time(path_ / name, later);
  }

 private:
  std::filesystem::path path_;
};

constexpr const char* kQuad =
    "#version 330 core\nvoid main() {\n"
    "  gl_Position = vec4(vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0 - 1.0, 0.0, 1.0);\n}\n";

std::string flat(const std::string& colour) {
  return "#version 330 core\nout vec4 colour;\nvoid main() { colour = " + colour + "; }\n";
}

int red_of_quad(const Program& program) {
  Framebuffer target;
  target.resize({4, 4});
  const DrawInto here(target);
  glDisable(GL_BLEND);
  program.use();
  VertexArray quad;
  quad.draw_quads(1);
  return target.read_pixels().at(1, 1)[0];
}

TEST_F(Shaders, EveryFileCompiles) {
  int compiled = 0;
  for (const std::string_view name : shader_names()) {
    if (name.ends_with(".glsl")) continue;  // only ever included
    EXPECT_NO_THROW(check_shader_compiles(name)) << name;
    ++compiled;
  }
  EXPECT_GE(compiled, 8);
}

TEST_F(Shaders, ErrorNamesTheIncludedFileAndItsLine) {
  const ShaderFolder folder;
  folder.write("part.glsl", "// a comment\nfloat wrong() { return nothing_here; }\n");
  folder.write("main.frag",
               "#version 330 core\nout vec4 c;\n#include \"part.glsl\"\nvoid main() { c = "
               "vec4(wrong()); }\n");
  try {
    check_shader_compiles("main.frag");
    FAIL() << "compiled";
  } catch (const GlError& error) {
    EXPECT_NE(std::string(error.what()).find("part.glsl:2"), std::string::npos) << error.what();
  }
}

TEST_F(Shaders, ErrorAfterAnIncludeNamesTheOuterLine) {
  const ShaderFolder folder;
  folder.write("part.glsl", "// one\n// two\n// three\n");
  folder.write(
      "main.frag",
      "#version 330 core\n#include \"part.glsl\"\nout vec4 c;\nvoid main() { c = oops; }\n");
  try {
    check_shader_compiles("main.frag");
    FAIL() << "compiled";
  } catch (const GlError& error) {
    EXPECT_NE(std::string(error.what()).find("main.frag:4"), std::string::npos) << error.what();
  }
}

TEST(ShaderLog, TranslatesEachDriversForm) {
  const std::vector<std::string> files{"a.frag", "b.glsl"};
  EXPECT_EQ(readable_log("1:12(3): error: x\n", files), "b.glsl:12(3): error: x\n");
  EXPECT_EQ(readable_log("0(7) : error C1: y\n", files), "a.frag:7 : error C1: y\n");
  EXPECT_EQ(readable_log("ERROR: 0:5: z\n", files), "a.frag:5: z\n");
}

TEST_F(Shaders, MissingFileIsNamed) {
  try {
    load_shader("no_such.frag");
    FAIL() << "found";
  } catch (const GlError& error) {
    EXPECT_NE(std::string(error.what()).find("no_such.frag"), std::string::npos);
  }
}

TEST_F(Shaders, EditOnDiskIsTakenAndABrokenOneIsNot) {
  const ShaderFolder folder;
  folder.write("q.vert", kQuad);
  folder.write("q.frag", flat("vec4(1.0)"));
  Program program({"q.vert", "q.frag"});
  EXPECT_EQ(red_of_quad(program), 255);
  folder.write("q.frag", flat("vec4(0.0)"));
  folder.make_newer("q.frag");
  EXPECT_TRUE(program.reload_if_changed());
  EXPECT_EQ(red_of_quad(program), 0);
  folder.write("q.frag", flat("vec4(broken)"));
  folder.make_newer("q.frag");
  folder.make_newer("q.frag");
  EXPECT_FALSE(program.reload_if_changed());
  EXPECT_EQ(red_of_quad(program), 0);
}

TEST_F(Shaders, UnknownUniformIsNamed) {
  const Program program({"disc.vert", "disc.frag"});
  program.use();
  EXPECT_THROW(program.set("u_no_such", 1.0F), GlError);
  EXPECT_NO_THROW(program.set("u_radius", 1.0F));
}

using Pixels = WithContext;

TEST_F(Pixels, FirstUploadedRowIsTheBottomOne) {
  Texture texture(Filter::kNearest);
  EXPECT_THROW(texture.upload_floats({2, 2}, std::vector<float>(3)), GlError);
  Framebuffer target;
  target.resize({2, 2});
  const DrawInto here(target);
  glEnable(GL_SCISSOR_TEST);
  glScissor(0, 0, 2, 1);
  glClearColor(1.0F, 0.0F, 0.0F, 1.0F);
  glClear(GL_COLOR_BUFFER_BIT);
  glScissor(0, 1, 2, 1);
  glClearColor(0.0F, 1.0F, 0.0F, 1.0F);
  glClear(GL_COLOR_BUFFER_BIT);
  glDisable(GL_SCISSOR_TEST);
  const RgbaImage image = target.read_pixels();
  EXPECT_EQ(image.at(0, 0)[1], 255) << "top row is what GL calls the last";
  EXPECT_EQ(image.at(0, 1)[0], 255);
}

TEST_F(Pixels, DrawIntoRestoresTargetAndViewport) {
  Framebuffer outer, inner;
  outer.resize({8, 6});
  inner.resize({3, 3});
  const DrawInto first(outer);
  { const DrawInto second(inner); }
  std::array<GLint, 4> viewport{};
  glGetIntegerv(GL_VIEWPORT, viewport.data());
  GLint bound = 0;
  glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &bound);
  EXPECT_EQ(viewport[2], 8);
  EXPECT_EQ(viewport[3], 6);
  EXPECT_EQ(static_cast<GLuint>(bound), outer.name());
}

/// Ends the process with 0 if the context cannot be made and says so in a sentence.
[[noreturn]] void expect_no_offscreen() {
  setenv("__EGL_VENDOR_LIBRARY_DIRS", "/nonexistent", 1);  // an EGL without any driver
  try {
    const EglContext context;
  } catch (const NoOffscreen& error) {
    std::cerr << error.what();
    std::_Exit(0);
  }
  std::_Exit(1);
}

TEST(OffscreenContextDeathTest, WithoutDriverTheReasonIsASentence) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");  // a new process: drivers are looked up once
  EXPECT_EXIT(expect_no_offscreen(), testing::ExitedWithCode(0),
              "Pictures cannot be drawn without a window here because EGL offers no OpenGL 3.3");
}

TEST(OffscreenContext, EndOfOneLeavesAnotherUsable) {
  const EglContext first;
  { const EglContext second; }
  first.make_current();
  Framebuffer target;
  target.resize({2, 2});
  const DrawInto here(target);
  glClearColor(1.0F, 0.0F, 0.0F, 1.0F);
  glClear(GL_COLOR_BUFFER_BIT);
  EXPECT_EQ(target.read_pixels().at(0, 0)[0], 255);
}

TEST(OffscreenContext, OffersOpenGl33WithoutDisplay) {
  unsetenv("DISPLAY");
  const EglContext context;
  EXPECT_GE(epoxy_gl_version(), 33);
  EXPECT_FALSE(context.renderer().empty());
}

}  // namespace
}  // namespace scorescope
