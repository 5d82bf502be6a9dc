#include "app/window/key_relay.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace scorescope {
namespace {

constexpr int kRelease = 0, kPress = 1;

using Frames = std::vector<std::vector<std::pair<int, int>>>;

/// What each frame sees of events that all came within the first one.
Frames seen(const std::vector<std::pair<int, int>>& events) {
  Frames frames(1);
  KeyRelay relay(
      [&](const KeyEvent& event) { frames.back().emplace_back(event.key, event.action); });
  for (const auto& [key, action] : events) relay.take({.key = key, .action = action});
  while (true) {
    frames.emplace_back();
    if (!relay.frame_drawn()) break;
  }
  frames.pop_back();
  return frames;
}

TEST(KeyRelay, ATapWithinOneFrameIsSeenDownAndThenUp) {
  EXPECT_EQ(seen({{'T', kPress}, {'T', kRelease}}), (Frames{{{'T', kPress}}, {{'T', kRelease}}}));
}

TEST(KeyRelay, EachOfTwoTapsIsAPressOfItsOwn) {
  EXPECT_EQ(seen({{'T', kPress}, {'T', kRelease}, {'T', kPress}, {'T', kRelease}}),
            (Frames{{{'T', kPress}}, {{'T', kRelease}}, {{'T', kPress}}, {{'T', kRelease}}}));
}

TEST(KeyRelay, ModifiersStayDownUntilTheirKeyWasSeen) {
  EXPECT_EQ(seen({{341, kPress}, {'S', kPress}, {'S', kRelease}, {341, kRelease}}),
            (Frames{{{341, kPress}, {'S', kPress}}, {{'S', kRelease}}, {{341, kRelease}}}));
}

TEST(KeyRelay, AModifierReleasedBeforeItsKeyIsStillSeenWithIt) {
  EXPECT_EQ(seen({{341, kPress}, {'S', kPress}, {341, kRelease}, {'S', kRelease}}),
            (Frames{{{341, kPress}, {'S', kPress}}, {{341, kRelease}, {'S', kRelease}}}));
  EXPECT_EQ(seen({{'S', kPress}, {341, kPress}}), (Frames{{{'S', kPress}}, {{341, kPress}}}))
      << "pressed after it, it does not belong to it";
  EXPECT_EQ(seen({{341, kPress}, {340, kPress}, {'Z', kPress}}),
            (Frames{{{341, kPress}, {340, kPress}, {'Z', kPress}}}));
}

TEST(KeyRelay, TextDoesNotOvertakeAKeyThatWaits) {
  constexpr int kBackspace = 259;
  std::vector<std::string> seen_so_far;
  KeyRelay relay([&](const KeyEvent& event) {
    seen_so_far.push_back(event.character != 0 ? std::string(1, static_cast<char>(event.character))
                                               : std::to_string(event.action));
  });
  relay.take({.character = 'a'});
  relay.take({.key = kBackspace, .action = kPress});
  relay.take({.key = kBackspace, .action = kRelease});
  relay.take({.character = 'x'});
  EXPECT_EQ(seen_so_far, (std::vector<std::string>{"a", "1"}));
  EXPECT_TRUE(relay.frame_drawn());
  EXPECT_EQ(seen_so_far, (std::vector<std::string>{"a", "1", "0", "x"}));
}

TEST(KeyRelay, DifferentKeysShareAFrame) {
  EXPECT_EQ(seen({{'A', kPress}, {'B', kPress}}), (Frames{{{'A', kPress}, {'B', kPress}}}));
}

TEST(KeyRelay, KeysHeldOverFramesPassAtOnce) {
  Frames frames(1);
  KeyRelay relay(
      [&](const KeyEvent& event) { frames.back().emplace_back(event.key, event.action); });
  relay.take({.key = 'T', .action = kPress});
  frames.emplace_back();
  EXPECT_FALSE(relay.frame_drawn());
  relay.take({.key = 'T', .action = kRelease});
  EXPECT_EQ(frames, (Frames{{{'T', kPress}}, {{'T', kRelease}}}));
}

}  // namespace
}  // namespace scorescope
