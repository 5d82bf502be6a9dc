// Tokens, fonts, sliders' scales and every control under injected mouse and keys.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

#include "app/widgets/cards.h"
#include "app/widgets/controls.h"
#include "app/widgets/field_scale.h"
#include "app/widgets/text.h"
#include "tests/app/headless_ui.h"

namespace scorescope {
namespace {

/// WCAG relative luminance of an sRGB colour.
double luminance(ImU32 colour) {
  const ImVec4 c = ImGui::ColorConvertU32ToFloat4(colour);
  const auto linear = [](float v) {
    const auto value = static_cast<double>(v);
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(c.x) + 0.7152 * linear(c.y) + 0.0722 * linear(c.z);
}

double contrast(ImU32 a, ImU32 b) {
  const double la = luminance(a), lb = luminance(b);
  return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

TEST(Tokens, TextContrastIsAtLeastFourAndAHalfInBothThemes) {
  for (const Palette* palette : {&kDark, &kLight}) {
    const Palette& c = *palette;
    for (const ImU32 surface : {c.background, c.panel, c.control, c.raised, c.well}) {
      EXPECT_GE(contrast(c.text, surface), 4.5);
      EXPECT_GE(contrast(c.muted, surface), 4.5);
    }
    for (const ImU32 words : {c.exact, c.learned_text, c.plain_text, c.annealed_text}) {
      EXPECT_GE(contrast(words, c.panel), 4.5);
    }
    EXPECT_GE(contrast(c.call_text, c.call), 4.5);
  }
}

TEST(Tokens, SeriesContrastIsAtLeastThreeInBothThemes) {
  for (const Palette* palette : {&kDark, &kLight}) {
    for (const ImU32 line :
         {palette->exact, palette->learned, palette->plain, palette->annealed, palette->warning}) {
      EXPECT_GE(contrast(line, palette->panel), 3.0);
      EXPECT_GE(contrast(line, palette->background), 3.0);
    }
  }
}

TEST(Fonts, HaveEveryCharacterTheScreensWrite) {
  const HeadlessUi ui;
  ASSERT_EQ(ui.fonts().problem, "");
  const std::u16string signs =
      u"σθλεηαβφψ∂√±−×÷·–—…½²³⁻⁰¹⁴⁵⁶⁷⁸⁹₁₂≤≥≈∞←→↑↓∇‖ᵀé\u2009\u200a\u202f\u00a0";
  const Fonts& fonts = ui.fonts().window;
  for (ImFont* font : {fonts.caption, fonts.label, fonts.title, fonts.mono_caption, fonts.mono,
                       fonts.mono_medium}) {
    for (const char16_t sign : signs) {
      EXPECT_NE(font->FindGlyphNoFallback(static_cast<ImWchar>(sign)), nullptr)
          << "U+" << std::hex << static_cast<int>(sign) << " at " << font->FontSize << " px";
    }
  }
}

TEST(Fonts, ThinSpaceIsNarrowerThanASpaceAndDrawsNothing) {
  const HeadlessUi ui;
  ImFont* mono = ui.fonts().window.mono;
  EXPECT_LT(text_width(mono, "\xE2\x80\x89"), 0.5F * text_width(mono, " "));
  EXPECT_GT(text_width(mono, "\xE2\x80\x89"), 1.0F);
}

TEST(Fonts, NablaIsATriangleInTheAtlas) {
  const HeadlessUi ui;
  const ImFontGlyph* nabla = ui.fonts().window.label->FindGlyphNoFallback(0x2207);
  ASSERT_NE(nabla, nullptr);
  unsigned char* pixels = nullptr;
  int width = 0, height = 0;
  ImGui::GetIO().Fonts->GetTexDataAsAlpha8(&pixels, &width, &height);
  const auto pixel = [&](float u, float v) {
    const float x = nabla->U0 + (nabla->U1 - nabla->U0) * u;
    const float y = nabla->V0 + (nabla->V1 - nabla->V0) * v;
    return pixels[static_cast<int>(y * static_cast<float>(height)) * width +
                  static_cast<int>(x * static_cast<float>(width))];
  };
  EXPECT_GT(pixel(0.5F, 0.02F), 150);  // the bar on top
  EXPECT_EQ(pixel(0.5F, 0.35F), 0);    // hollow
  EXPECT_EQ(pixel(0.03F, 0.95F), 0);   // narrow below
}

FieldInfo number_field() {
  return {.key = "step",
          .label = "Step",
          .help = "How far one step moves.",
          .larger = "it diverges.",
          .minimum = 0.001,
          .maximum = 10.0,
          .logarithmic = true,
          .effect = Effect::kLive,
          .initial = 0.1};
}

FieldInfo whole_field() {
  return {.key = "particles",
          .label = "Particles",
          .minimum = 1,
          .maximum = 1000000,
          .logarithmic = true,
          .initial = std::int64_t{1280}};
}

TEST(FieldScale, PositionAndValueAreInverse) {
  const FieldInfo field = number_field();
  EXPECT_DOUBLE_EQ(slider_position(field, 0.001), 0.0);
  EXPECT_DOUBLE_EQ(slider_position(field, 10.0), 1.0);
  EXPECT_NEAR(slider_position(field, 0.1), 0.5, 1e-12);
  for (double t = 0.0; t <= 1.0; t += 0.05) {
    const Value value = value_at(field, t);
    EXPECT_NEAR(slider_position(field, value), t, 0.002) << to_text(value);
  }
}

TEST(FieldScale, ValuesAreShortAndWithinTheRange) {
  const FieldInfo field = number_field();
  for (double t = -0.5; t <= 1.5; t += 0.013) {
    const double value = std::get<double>(value_at(field, t));
    EXPECT_GE(value, field.minimum);
    EXPECT_LE(value, field.maximum);
    EXPECT_LE(to_text(value).size(), 8U) << to_text(value);
  }
  EXPECT_TRUE(std::holds_alternative<std::int64_t>(value_at(whole_field(), 0.5)));
  EXPECT_EQ(std::get<std::int64_t>(value_at(whole_field(), 1.0)), 1000000);
}

TEST(FieldScale, AFieldThatBeginsAtZeroSlidesOverLogOfOnePlusValue) {
  FieldInfo field = whole_field();
  field.minimum = 0;
  EXPECT_DOUBLE_EQ(slider_position(field, std::int64_t{0}), 0.0);
  EXPECT_EQ(std::get<std::int64_t>(value_at(field, 0.0)), 0);
  EXPECT_TRUE(has_slider(field));
  field.maximum = std::numeric_limits<double>::infinity();
  EXPECT_FALSE(has_slider(field));
}

TEST(Controls, TransportButtonReportsOneClickAndNoneWhenDisabled) {
  HeadlessUi ui;
  for (const bool enabled : {true, false}) {
    int clicks = 0;
    ui.click({50, 18}, [&] {
      clicks += transport_button(ui.style(),
                                 {.label = "Train", .call_to_action = true, .enabled = enabled});
    });
    EXPECT_EQ(clicks, enabled ? 1 : 0);
  }
}

TEST(Controls, ToggleAndChipAndSegmentsSwitch) {
  HeadlessUi ui;
  bool on = false;
  ui.click({14, 8}, [&] { toggle(ui.style(), "t", on); });
  EXPECT_TRUE(on);
  int chip = 0;
  ui.click({30, 15}, [&] { chip += layer_chip(ui.style(), {.label = "Exact", .key = "2"}); });
  EXPECT_EQ(chip, 1);
  const std::array<FieldChoice, 2> choices{{{"exact", "Exact"}, {"learned", "Learned"}}};
  std::string chosen = "exact";
  ui.click({110, 13}, [&] { segmented(ui.style(), "s", choices, chosen, 133); });
  EXPECT_EQ(chosen, "learned");
}

TEST(Controls, ComboTakesTheClickedChoice) {
  HeadlessUi ui;
  const std::array<FieldChoice, 3> choices{{{"a", "First"}, {"b", "Second"}, {"c", "Third"}}};
  std::string chosen = "a";
  int taken = 0;
  const auto draw = [&] {
    taken += combo(ui.style(), {.id = "c", .choices = choices, .width = 200}, chosen);
  };
  ui.click({50, 13}, draw);  // opens the list below
  ui.click({50, 80}, draw);  // its second row
  EXPECT_EQ(chosen, "b");
  EXPECT_EQ(taken, 1);
}

/// Draws one field row at the top of a column 272 wide and adds up what it reports.
struct RowProbe {
  HeadlessUi ui{{272, 300}};
  FieldInfo field;
  Value value, lesson;
  int edits = 0, commits = 0;
  RowProbe(FieldInfo info, Value start, Value usual)
      : field(std::move(info)), value(std::move(start)), lesson(std::move(usual)) {}
  std::function<void()> draw() {
    return [this] {
      const RowOutcome outcome = field_row(ui.style(), field, value, lesson);
      edits += outcome.edited;
      commits += outcome.committed;
    };
  }
};

TEST(FieldRow, DragMovesTheValueAndCommitsOnRelease) {
  RowProbe row(number_field(), 0.1, 0.1);
  row.ui.move({157, 15});
  row.ui.frame(row.draw());
  row.ui.button(true);
  row.ui.frame(row.draw());
  row.ui.move({180, 15});
  row.ui.frame(row.draw());
  EXPECT_GT(std::get<double>(row.value), 0.1);
  EXPECT_GE(row.edits, 1);
  EXPECT_EQ(row.commits, 0);
  row.ui.button(false);
  row.ui.frame(row.draw());
  EXPECT_EQ(row.commits, 1);
}

TEST(FieldRow, TypedValueIsCommittedOnEnter) {
  RowProbe row(number_field(), 0.1, 0.1);
  row.ui.click({245, 15}, row.draw());
  row.ui.frame(row.draw());
  row.ui.type("0.25", row.draw());
  row.ui.press(ImGuiKey_Enter, row.draw());
  EXPECT_DOUBLE_EQ(std::get<double>(row.value), 0.25);
  EXPECT_EQ(row.commits, 1);
}

TEST(FieldRow, TypedValueOutsideTheRangeIsRefused) {
  RowProbe row(number_field(), 0.1, 0.1);
  row.ui.click({245, 15}, row.draw());
  row.ui.frame(row.draw());
  row.ui.type("99", row.draw());
  row.ui.press(ImGuiKey_Enter, row.draw());
  const double value = std::get<double>(row.value);
  EXPECT_GE(value, 0.001);
  EXPECT_LE(value, 10.0) << "99 is above the maximum of 10";
}

TEST(FieldRow, ChangedDotPutsTheLessonsValueBack) {
  RowProbe row(number_field(), 2.0, 0.1);
  row.ui.click({11, 15}, row.draw());
  EXPECT_DOUBLE_EQ(std::get<double>(row.value), 0.1);
  EXPECT_EQ(row.commits, 1);
}

TEST(FieldRow, EveryTypeOfValueDraws) {
  const std::vector<std::pair<Value, std::vector<FieldChoice>>> cases{
      {true, {}},
      {std::int64_t{5}, {}},
      {0.5, {}},
      {std::string("free text"), {}},
      {std::string("a"), {{"a", "A"}, {"b", "B"}}},
      {std::string("a"), {{"a", "A long label of a choice"}, {"b", "B"}, {"c", "C"}}},
      {std::vector<double>{3, 2, 1}, {}},
      {std::vector<GaussianComponent>(3), {}}};
  for (const auto& [value, choices] : cases) {
    RowProbe row({.key = "k", .label = "A label", .choices = choices, .initial = value}, value,
                 value);
    row.ui.frame(row.draw());
    row.ui.frame(row.draw());
    EXPECT_GT(row.ui.vertices(), 30) << to_text(value);
    EXPECT_EQ(row.edits + row.commits, 0) << to_text(value);
  }
}

TEST(SeedRow, DieIsReported) {
  HeadlessUi ui({272, 100});
  Value seed = std::int64_t{42};
  const FieldInfo field{.key = "seed", .label = "Seed", .minimum = 0, .initial = seed};
  int rolled = 0;
  ui.click({251, 15}, [&] { rolled += seed_row(ui.style(), field, seed, seed).dice; });
  EXPECT_EQ(rolled, 1);
}

TEST(SectionHeader, ClickFoldsIt) {
  HeadlessUi ui({272, 100});
  bool open = true;
  const auto draw = [&] {
    section_header(ui.style(), {.name = "Data", .tag = Effect::kRestarts}, open);
  };
  ui.click({60, 15}, draw);
  EXPECT_FALSE(open);
  ui.click({60, 15}, draw);
  EXPECT_TRUE(open);
}

TEST(Tooltip, AppearsAfterHalfASecondOverALabel) {
  RowProbe row(number_field(), 0.1, 0.1);
  row.ui.move({60, 15});
  for (int i = 0; i < 20; ++i) row.ui.frame(row.draw());
  const int before = row.ui.vertices();
  for (int i = 0; i < 20; ++i) row.ui.frame(row.draw());
  EXPECT_GT(row.ui.vertices(), before + 100);
}

TEST(Tooltip, KeepsAwayFromWhatWasPressedUntilTheMouseWasElsewhere) {
  HeadlessUi ui;
  const auto draw = [&] {
    text_button(ui.style(), "Open");
    simple_tooltip(ui.style(), "Open", "Opens it.");
  };
  const auto vertices_after_a_second_at = [&](ImVec2 place) {
    ui.move(place);
    for (int i = 0; i < 60; ++i) ui.frame(draw);
    return ui.vertices();
  };
  const ImVec2 button{20, 20}, elsewhere{300, 200};
  const int with_tooltip = vertices_after_a_second_at(button);
  ui.click(button, draw);
  EXPECT_LT(vertices_after_a_second_at(button), with_tooltip);
  vertices_after_a_second_at(elsewhere);
  EXPECT_EQ(vertices_after_a_second_at(button), with_tooltip);
}

TEST(Tooltip, KeepsAwayAlsoFromWhatThePressDisabled) {
  HeadlessUi ui;
  bool enabled = true;
  const auto draw = [&] {
    if (icon_button(ui.style(), {.id = "Next", .icon = Icon::kRight, .enabled = enabled})) {
      enabled = false;
    }
    simple_tooltip(ui.style(), "Next", "The next one.");
  };
  ui.click({12, 12}, draw);
  ASSERT_FALSE(enabled);
  for (int i = 0; i < 3; ++i) ui.frame(draw);
  const int bare = ui.vertices();
  for (int i = 0; i < 60; ++i) ui.frame(draw);
  EXPECT_EQ(ui.vertices(), bare);
}

TEST(Tooltip, SmallEndsOfARangeArePowersOfTen) {
  FieldInfo field = number_field();
  field.minimum = 1e-9;
  field.maximum = 1000.0;
  EXPECT_EQ(range_text(field), "10⁻⁹ to 1000");
}

TEST(Text, CommandsBreakAtSpacesOnly) {
  const HeadlessUi ui;
  ImFont* font = ui.style().fonts.mono_caption;
  const std::string_view word = "objective.kind=denoising";
  const auto lines = lines_of_words(font, "--set objective.kind=denoising", text_width(font, word));
  EXPECT_EQ(lines, (std::vector<std::string>{"--set", std::string(word)}));
}

TEST(Tooltip, AdviceIsAParagraphOfItsOwn) {
  const auto vertices_with = [](const std::string& advice) {
    HeadlessUi ui;
    ui.frame([&] {
      draw_tooltip(ui.style(), {.name = "Step", .help = "Its length.", .advice = advice}, {0, 0},
                   {20, 20});
    });
    return ui.vertices();
  };
  EXPECT_GT(vertices_with("Suggested: 0.1, for the width of the data."), vertices_with("") + 100);
}

TEST(Tooltip, SaysWhatAFieldTableSays) {
  FieldInfo field = number_field();
  field.symbol = "ε";
  field.unit = "length²";
  const TooltipText text = field_tooltip(field, 0.1);
  EXPECT_EQ(text.larger, "Larger: it diverges.");
  ASSERT_EQ(text.facts.size(), 4U);
  EXPECT_EQ(text.facts[3].first, "lesson");
  EXPECT_EQ(text.facts[3].second, "0.1");
}

TEST(Notice, ALongTitleTakesALineMoreInANarrowPlace) {
  HeadlessUi ui;
  const NoticeCard card{.kind = NoticeCard::Kind::kError,
                        .title = "This file cannot be the data, nothing changed",
                        .detail = "Row 17 says n/a."};
  EXPECT_GT(notice_height(ui.style(), card, 344.0F), notice_height(ui.style(), card, 510.0F));
}

TEST(Notice, CloseAndActionsAreReported) {
  HeadlessUi ui({600, 300});
  const NoticeCard card{.kind = NoticeCard::Kind::kError,
                        .title = "survey.csv was not loaded",
                        .detail = "Row 17 says n/a.",
                        .hint = "Two numbers a row.",
                        .actions = {"Show row 17"}};
  int closed = 0, action = -1;
  const auto draw = [&] {
    const NoticeOutcome outcome = draw_notice(ui.style(), "notice", card, {580, 280}, 500);
    closed += outcome.closed;
    if (outcome.action >= 0) action = outcome.action;
  };
  const float top = 280 - notice_height(ui.style(), card, 500);
  ui.click({580 - 19, top + 17}, draw);
  EXPECT_EQ(closed, 1);
  ui.click({80 + 42 + 20, 280 - 24}, draw);
  EXPECT_EQ(action, 0);
}

TEST(Text, LongTextIsCutAndWrapped) {
  const HeadlessUi ui;
  ImFont* font = ui.fonts().window.label;
  const std::string text = "many words σ that do not fit into the narrow room they are given";
  EXPECT_LE(text_width(font, shortened(font, text, 120)), 120.0F);
  const std::vector<std::string> lines = wrapped_lines(font, text, 120);
  EXPECT_GT(lines.size(), 2U);
  for (const std::string& line : lines) EXPECT_LE(text_width(font, line), 121.0F) << line;
}

TEST(Icons, EveryOneDrawsSomething) {
  HeadlessUi ui;
  for (int i = 1; i <= static_cast<int>(Icon::kSampling); ++i) {
    int added = 0;
    ui.frame([&] {
      ImDrawList* list = ImGui::GetWindowDrawList();
      const int before = list->VtxBuffer.Size;
      draw_icon(list, static_cast<Icon>(i), {50, 50}, 16, kDark.text);
      added = list->VtxBuffer.Size - before;
    });
    EXPECT_GT(added, 2) << "icon " << i;
  }
}

TEST(Menu, HasTheKeysWhileItIsOpen) {
  HeadlessUi ui;
  int taken = -1;
  bool asked = true, has_keys = false;
  const auto draw = [&] {
    if (std::exchange(asked, false)) ImGui::OpenPopup("menu");
    if (begin_menu(ui.style(), "menu", 200)) {
      for (int i = 0; i < 4; ++i) {
        ImGui::PushID(i);
        if (menu_item(ui.style(), {.label = "item", .checked = i == 1})) taken = i;
        ImGui::PopID();
      }
      end_menu();
    }
    has_keys = give_keys_to_menu();
  };
  for (int i = 0; i < 3; ++i) ui.frame(draw);
  EXPECT_TRUE(has_keys);
  ui.press(ImGuiKey_Enter, draw);
  EXPECT_EQ(taken, -1) << "nothing was pointed at yet";
  ui.press(ImGuiKey_DownArrow, draw);
  ui.press(ImGuiKey_Enter, draw);
  EXPECT_EQ(taken, 2) << "the one after the checked one";
  ui.frame(draw);
  EXPECT_FALSE(has_keys);
  asked = true;
  taken = -1;
  for (int i = 0; i < 3; ++i) ui.frame(draw);
  ui.press(ImGuiKey_Escape, draw);
  EXPECT_FALSE(has_keys);
  EXPECT_EQ(taken, -1);
}

}  // namespace
}  // namespace scorescope
