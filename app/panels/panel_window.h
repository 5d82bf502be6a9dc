// A borderless ImGui window that fills a region: the frame every panel draws in.
#pragma once

#include "app/panels/region.h"
#include "app/widgets/style.h"

namespace scorescope {

/// Opens the window on construction and closes it on destruction. UI thread, inside an ImGui frame.
class PanelWindow {
 public:
  struct Options {
    ImU32 background = 0;   ///< 0 draws none
    bool scrolls = false;   ///< a scroll bar where the content is higher than the region
    bool in_front = false;  ///< above the panels that are drawn before it (drawers, cards)
    bool takes_input = true;
  };
  PanelWindow(const char* name, const Region& region, const Options& options);
  ~PanelWindow();
  PanelWindow(const PanelWindow&) = delete;
  PanelWindow& operator=(const PanelWindow&) = delete;

  ImDrawList* list() const { return list_; }

 private:
  void draw_scroll_mark() const;

  ImDrawList* list_ = nullptr;
  Region region_;
  bool scrolls_ = false;
};

/// The next control is drawn with its upper left corner here (screen pixels).
void place_at(float x, float y);

/// A line of one pixel (scaled) along an edge of a region, inside it.
void draw_left_line(const Style& style, ImDrawList* list, const Region& region, ImU32 colour);
void draw_right_line(const Style& style, ImDrawList* list, const Region& region, ImU32 colour);
void draw_top_line(const Style& style, ImDrawList* list, const Region& region, ImU32 colour);
void draw_bottom_line(const Style& style, ImDrawList* list, const Region& region, ImU32 colour);

}  // namespace scorescope
