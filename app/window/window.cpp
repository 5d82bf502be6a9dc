#include "app/window/window.h"

// epoxy must come before anything that includes GL headers
#include <epoxy/gl.h>
// then GLFW and the back end
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>

#include <array>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include "app/window/display_loss.h"
#include "app/window/frame_clock.h"
#include "app/window/icon.h"
#include "app/window/key_relay.h"
#include "app/window/partial_swap.h"

namespace scorescope {
namespace {

constexpr double kFrame = 1.0 / 60.0;
// A slow software renderer: 30 frames a second or a little more, and half of the time for others.
constexpr double kSoftwareFrame = 1.0 / 31.0;
// with vertical sync the swap paces; this only keeps it from being missed by a hair
constexpr double kFrameWithSync = kFrame - 0.004;
constexpr double kMinimisedWait = 0.25;
constexpr float kLeastScale = 0.5F, kMostScale = 4.0F;

std::string& last_glfw_error() {
  static std::string text;  // GLFW has one error callback for the process
  return text;
}

[[noreturn]] void throw_no_display(const std::string& what) {
  const std::string& reason = last_glfw_error();
  throw NoDisplay(what + (reason.empty() ? "" : " (" + reason + ")") + ".");
}

/// GLFW between init and terminate.
class GlfwLibrary {
 public:
  GlfwLibrary() {
    last_glfw_error().clear();
    glfwSetErrorCallback([](int, const char* text) { last_glfw_error() = text; });
    if (glfwInit() != GLFW_TRUE) throw_no_display("No window can be opened here");
  }
  ~GlfwLibrary() {
    if (!lost) glfwTerminate();
  }
  GlfwLibrary(const GlfwLibrary&) = delete;
  GlfwLibrary& operator=(const GlfwLibrary&) = delete;

  bool lost = false;  ///< a lost display answers no call, so nothing is taken down
};

float monitor_scale() {
  float x = 1.0F, y = 1.0F;
  if (GLFWmonitor* monitor = glfwGetPrimaryMonitor()) glfwGetMonitorContentScale(monitor, &x, &y);
  return std::clamp(std::max(x, y), kLeastScale, kMostScale);
}

/// The wanted size in screen coordinates, no larger than the screen.
PixelSize fitting_size(const WindowOptions& options) {
  const float scale = options.ui_scale > 0.0F ? options.ui_scale : monitor_scale();
  PixelSize size{static_cast<int>(std::lround(static_cast<float>(options.width) * scale)),
                 static_cast<int>(std::lround(static_cast<float>(options.height) * scale))};
  int x = 0, y = 0, width = 0, height = 0;
  if (GLFWmonitor* monitor = glfwGetPrimaryMonitor()) {
    glfwGetMonitorWorkarea(monitor, &x, &y, &width, &height);
  }
  if (width > 0) size.width = std::min(size.width, width);
  if (height > 0) size.height = std::min(size.height, height);
  return size;
}

GLFWwindow* open_window(const WindowOptions& options) {
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
  glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
  glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
  glfwWindowHint(GLFW_DEPTH_BITS, 0);
  glfwWindowHint(GLFW_STENCIL_BITS, 0);
  glfwWindowHint(GLFW_VISIBLE, GLFW_FALSE);  // shown with its first frame
  glfwWindowHintString(GLFW_X11_CLASS_NAME, "scorescope");
  const PixelSize size = fitting_size(options);
  GLFWwindow* window =
      glfwCreateWindow(size.width, size.height, options.title.c_str(), nullptr, nullptr);
  if (window == nullptr) throw_no_display("The display gives no OpenGL 3.3 window");
  return window;
}

void set_icon(GLFWwindow* window) {
  std::array<RgbaImage, 3> icons{draw_icon(16), draw_icon(32), draw_icon(64)};
  std::array<GLFWimage, 3> images{};
  for (std::size_t i = 0; i < icons.size(); ++i) {
    images[i] = {icons[i].size.width, icons[i].size.height, icons[i].pixels.data()};
  }
  glfwSetWindowIcon(window, static_cast<int>(images.size()), images.data());
}

std::string driver_name() {
  const auto* text = reinterpret_cast<const char*>(glGetString(GL_RENDERER));
  return text == nullptr ? "unknown" : text;
}

bool is_software(std::string_view renderer) {
  return renderer.find("llvmpipe") != std::string_view::npos ||
         renderer.find("softpipe") != std::string_view::npos;
}

/// Sets the swap interval; returns the times between frames that go with it. A software renderer
/// has no vertical sync worth waiting for.
FrameIntervals pace_swaps(bool software) {
  glfwSwapInterval(software ? 0 : 1);
  if (software) return {.shortest = kFrame, .longest_rest = kSoftwareFrame};
  return {.shortest = kFrameWithSync};
}

double milliseconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
      .count();
}

struct WindowedPlace {
  int x = 0, y = 0, width = 0, height = 0;
};

}  // namespace

struct Window::State {
  explicit State(WindowOptions wanted);
  ~State();
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  static State& of(GLFWwindow* window) {
    return *static_cast<State*>(glfwGetWindowUserPointer(window));
  }

  void listen();
  void draw_anew();
  void adopt_scale();
  void wait_for_frame();
  void draw_frame(const std::function<void()>& draw);
  void show_frame(PixelSize size);
  void adopt_size(PixelSize size);
  PixelSize framebuffer_size() const;
  float pixel_ratio() const;
  bool is_visible() const;

  WindowOptions options;
  GlfwLibrary library;
  GLFWwindow* window = nullptr;
  std::optional<ImguiSurface> imgui;
  KeyRelay keys{[this](const KeyEvent& event) {
    if (event.character != 0) return ImGui_ImplGlfw_CharCallback(window, event.character);
    ImGui_ImplGlfw_KeyCallback(window, event.key, event.scancode, event.action, event.mods);
  }};
  std::string renderer;
  bool software = false;  ///< renderer
  /// A software renderer draws only what changed, where the display lets it.
  std::optional<PartialSwap> partial_swap;
  FrameDamage damage;
  PixelSize buffer_size;  ///< of the buffers, as far as is known
  FrameClock clock{{}};
  float scale = 0.0F;
  ImU32 background = IM_COL32_BLACK;
  double draw_milliseconds = 0.0;
  double drawn_share = 0.0;
  std::uint64_t changes = 0;  ///< frames that changed the window
  bool shown = false;
  std::optional<WindowedPlace> windowed;  ///< where to return to from full screen
  std::function<bool()> on_close;
  std::function<void(float)> on_scale;
  std::function<void(const std::vector<std::string>&)> on_drop;
  std::function<void(const RgbaImage&)> take_screenshot;
};

Window::State::State(WindowOptions wanted)
    : options(std::move(wanted)), window(open_window(options)) {
  watch_display(&library.lost);
  glfwMakeContextCurrent(window);
  renderer = driver_name();
  software = is_software(renderer);
  clock = FrameClock(pace_swaps(software));
  if (software) partial_swap = PartialSwap::find(window);
  set_icon(window);
  imgui.emplace(options.build_fonts);
  glfwSetWindowUserPointer(window, this);
  listen();  // before the back end, which calls what was set on
  ImGui_ImplGlfw_InitForOpenGL(window, true);
  // in place of the back end's own, which the relay calls
  glfwSetKeyCallback(window, [](GLFWwindow* w, int key, int scancode, int action, int mods) {
    if (action == GLFW_REPEAT) return of(w).clock.want_settled_frames();  // ImGui repeats by itself
    of(w).keys.take({.key = key, .scancode = scancode, .action = action, .mods = mods});
  });
  glfwSetCharCallback(
      window, [](GLFWwindow* w, unsigned character) { of(w).keys.take({.character = character}); });
}

Window::State::~State() {
  if (imgui) imgui->make_current();
  ImGui_ImplGlfw_Shutdown();
  imgui.reset();
  if (!library.lost) glfwDestroyWindow(window);
}

void Window::State::listen() {
  glfwSetCursorPosCallback(
      window, [](GLFWwindow* w, double, double) { of(w).clock.want_settled_frames(); });
  glfwSetMouseButtonCallback(
      window, [](GLFWwindow* w, int, int, int) { of(w).clock.want_settled_frames(); });
  glfwSetScrollCallback(window,
                        [](GLFWwindow* w, double, double) { of(w).clock.want_settled_frames(); });
  glfwSetKeyCallback(window,
                     [](GLFWwindow* w, int, int, int, int) { of(w).clock.want_settled_frames(); });
  glfwSetCharCallback(window, [](GLFWwindow* w, unsigned) { of(w).clock.want_settled_frames(); });
  glfwSetWindowFocusCallback(window, [](GLFWwindow* w, int) { of(w).clock.want_settled_frames(); });
  glfwSetCursorEnterCallback(window, [](GLFWwindow* w, int) { of(w).clock.want_settled_frames(); });
  // a window of another size has other buffers, one that was covered may show something else
  glfwSetFramebufferSizeCallback(window, [](GLFWwindow* w, int, int) {
    of(w).buffer_size = {};
    of(w).draw_anew();
  });
  glfwSetWindowRefreshCallback(window, [](GLFWwindow* w) { of(w).draw_anew(); });
  glfwSetWindowContentScaleCallback(
      window, [](GLFWwindow* w, float, float) { of(w).clock.want_settled_frames(); });
  glfwSetWindowCloseCallback(window, [](GLFWwindow* w) {
    if (of(w).on_close && !of(w).on_close()) glfwSetWindowShouldClose(w, GLFW_FALSE);
    of(w).clock.want_frame();
  });
  glfwSetDropCallback(window, [](GLFWwindow* w, int count, const char** paths) {
    if (of(w).on_drop) of(w).on_drop(std::vector<std::string>(paths, paths + count));
    of(w).clock.want_settled_frames();
  });
}

void Window::State::draw_anew() {
  damage.forget();
  clock.want_settled_frames();
}

PixelSize Window::State::framebuffer_size() const {
  PixelSize size;
  glfwGetFramebufferSize(window, &size.width, &size.height);
  return size;
}

bool Window::State::is_visible() const {
  const PixelSize size = framebuffer_size();
  return size.width > 0 && size.height > 0 &&
         glfwGetWindowAttrib(window, GLFW_ICONIFIED) == GLFW_FALSE;
}

float Window::State::pixel_ratio() const {
  int width = 0;
  glfwGetWindowSize(window, &width, nullptr);
  const int pixels = framebuffer_size().width;
  if (width <= 0 || pixels <= 0) return 1.0F;
  return static_cast<float>(pixels) / static_cast<float>(width);
}

/// Glyphs are made for framebuffer pixels; FontGlobalScale brings them back to ImGui units.
void Window::State::adopt_scale() {
  float content = 1.0F, unused = 1.0F;
  glfwGetWindowContentScale(window, &content, &unused);
  const float ratio = pixel_ratio();
  const float wanted = options.ui_scale > 0.0F ? options.ui_scale : content / ratio;
  const float next = std::clamp(wanted, kLeastScale, kMostScale);
  if (next == scale && next * ratio == imgui->font_scale()) return;
  scale = next;
  imgui->set_font_scale(scale * ratio);
  damage.forget();  // the atlas keeps its texture's name
  ImGui::GetIO().FontGlobalScale = 1.0F / ratio;
  if (on_scale) on_scale(scale);
}

void Window::State::wait_for_frame() {
  const double start = glfwGetTime();
  // what is minimised needs no frame, only news
  const double patience = is_visible() ? clock.wait(start) : kMinimisedWait;
  if (patience <= 0.0) {
    glfwPollEvents();
    return;
  }
  glfwWaitEventsTimeout(patience);
  // an early return without a callback is wake()
  if (glfwGetTime() < start + patience - 1e-3) clock.want_frame();
}

void Window::State::draw_frame(const std::function<void()>& draw) {
  adopt_scale();
  const double begun = glfwGetTime();
  const auto start = std::chrono::steady_clock::now();
  ImGui_ImplGlfw_NewFrame();
  // after a long sleep nothing should leap
  ImGui::GetIO().DeltaTime = std::min(ImGui::GetIO().DeltaTime, 0.1F);
  imgui->begin_frame();
  draw();
  draw_milliseconds = milliseconds_since(start);
  const PixelSize size = framebuffer_size();
  if (library.lost) return;  // then the size is no size
  show_frame(size);
  clock.set_blinking(ImGui::GetIO().WantTextInput);
  const double ended = glfwGetTime();
  clock.frame_drawn(software ? begun : ended, ended - begun);
  keys.frame_drawn();  // what is passed on now wants frames of its own
  if (!std::exchange(shown, true)) glfwShowWindow(window);
}

/// The driver looks at the window's size after a swap, not after a partial one.
void Window::State::adopt_size(PixelSize size) {
  if (size == buffer_size) return;
  glfwSwapBuffers(window);
  damage.forget();
  buffer_size = size;
}

void Window::State::show_frame(PixelSize size) {
  if (partial_swap) adopt_size(size);
  glViewport(0, 0, size.width, size.height);
  std::vector<PixelRect> changed{{0, 0, size.width, size.height}};
  if (partial_swap) {
    changed = imgui->draw_changes(background, size, damage);
  } else {
    imgui->draw_frame(background);
  }
  if (take_screenshot) std::exchange(take_screenshot, nullptr)(read_bound_framebuffer(size));
  if (partial_swap) {
    partial_swap->show(changed, size);
  } else {
    glfwSwapBuffers(window);
  }
  if (changed.empty()) return;
  ++changes;
  std::int64_t pixels = 0;
  for (const PixelRect& part : changed) pixels += part.area();
  drawn_share = static_cast<double>(pixels) / (static_cast<double>(size.width) * size.height);
}

Window::Window(WindowOptions options) : state_(std::make_unique<State>(std::move(options))) {}

Window::~Window() = default;

void Window::run(const std::function<void()>& draw) {
  State& s = *state_;
  while (glfwWindowShouldClose(s.window) == GLFW_FALSE) {
    if (s.shown) s.wait_for_frame();
    if (s.library.lost) {
      throw DisplayLost(
          "The display was lost: the connection to the X server broke, so the window is gone.");
    }
    if (!s.shown || (s.is_visible() && s.clock.is_due(glfwGetTime()))) s.draw_frame(draw);
  }
}

void Window::wake() { glfwPostEmptyEvent(); }

void Window::animate(double seconds) { state_->clock.animate_until(glfwGetTime() + seconds); }

void Window::set_busy(bool on) { state_->clock.set_busy(on); }

void Window::close() { glfwSetWindowShouldClose(state_->window, GLFW_TRUE); }

void Window::on_close(std::function<bool()> answer) { state_->on_close = std::move(answer); }

float Window::ui_scale() const {
  if (state_->scale > 0.0F) return state_->scale;
  return state_->options.ui_scale > 0.0F ? state_->options.ui_scale : monitor_scale();
}

void Window::set_ui_scale(float scale) {
  state_->options.ui_scale = scale;
  state_->clock.want_settled_frames();
}

void Window::on_scale(std::function<void(float)> changed) { state_->on_scale = std::move(changed); }

float Window::pixel_ratio() const { return state_->pixel_ratio(); }

PixelSize Window::size() const { return state_->framebuffer_size(); }

void Window::on_drop(std::function<void(const std::vector<std::string>&)> dropped) {
  state_->on_drop = std::move(dropped);
}

void Window::set_title(const std::string& title) {
  if (title == state_->options.title) return;
  state_->options.title = title;
  glfwSetWindowTitle(state_->window, title.c_str());
}

void Window::set_background(ImU32 colour) { state_->background = colour; }

void Window::set_clipboard(const std::string& text) {
  glfwSetClipboardString(state_->window, text.c_str());
}

std::string Window::clipboard() const {
  const char* text = glfwGetClipboardString(state_->window);
  return text == nullptr ? "" : text;
}

bool Window::is_fullscreen() const { return state_->windowed.has_value(); }

void Window::set_fullscreen(bool on) {
  State& s = *state_;
  if (on == is_fullscreen()) return;
  if (on) {
    GLFWmonitor* monitor = glfwGetPrimaryMonitor();
    const GLFWvidmode* mode = monitor == nullptr ? nullptr : glfwGetVideoMode(monitor);
    if (mode == nullptr) return;
    WindowedPlace place;
    glfwGetWindowPos(s.window, &place.x, &place.y);
    glfwGetWindowSize(s.window, &place.width, &place.height);
    s.windowed = place;
    glfwSetWindowMonitor(s.window, monitor, 0, 0, mode->width, mode->height, mode->refreshRate);
  } else {
    const WindowedPlace place = *std::exchange(s.windowed, std::nullopt);
    glfwSetWindowMonitor(s.window, nullptr, place.x, place.y, place.width, place.height,
                         GLFW_DONT_CARE);
  }
  s.clock.want_settled_frames();
}

void Window::screenshot(std::function<void(const RgbaImage&)> take) {
  state_->take_screenshot = std::move(take);
  state_->clock.want_frame();
}

double Window::frames_per_second() const { return state_->clock.frames_per_second(glfwGetTime()); }

double Window::draw_milliseconds() const { return state_->draw_milliseconds; }

std::uint64_t Window::frame_count() const { return state_->changes; }
double Window::drawn_share() const { return state_->drawn_share; }

std::string Window::renderer() const { return state_->renderer; }

}  // namespace scorescope
