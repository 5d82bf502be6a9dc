// Saved states.
#include "core/record/state_file.h"

#include <gtest/gtest.h>

#include "core/record/file.h"
#include "tests/core/record/record_files.h"

namespace scorescope {
namespace {

TEST(StateFile, NamesTheWeightsBesideIt) {
  const TestFolder folder("state");
  const std::string path = folder / "mine.json";
  write_file(weights_path_beside(path), "weights");
  write_state_file(path, R"({"title": "x", "spec": {"seed": 7}})", 1234);
  const SavedState saved = read_state_file(path);
  EXPECT_EQ(saved.step, 1234);
  EXPECT_EQ(saved.weights_path, folder / "mine.weights.safetensors");
  EXPECT_NE(saved.json.find("\"seed\": 7"), std::string::npos);
  EXPECT_TRUE(is_state_file(path));
}

TEST(StateFile, SavingAgainReplacesTheState) {
  const TestFolder folder("state-again");
  const std::string path = folder / "mine.json";
  write_file(weights_path_beside(path), "weights");
  write_state_file(path, "{}", 1);
  write_state_file(path, read_state_file(path).json, 2);
  EXPECT_EQ(read_state_file(path).step, 2);
}

TEST(StateFile, WhatIsNoStateIsRefused) {
  const TestFolder folder("state-bad");
  const std::string path = folder / "s.json";
  write_state_file(path, "{}", 1);
  EXPECT_NE(message_of([&] { read_state_file(path); }).find("weights file"), std::string::npos);
  for (const char* bad : {"{}", "[]", "{", R"({"state": 3})", R"({"state": {"format": 1}})",
                          R"({"state": {"format": 2, "step": 1, "weights": "w"}})",
                          R"({"state": {"format": 1, "step": "x", "weights": "w"}})",
                          R"({"state": {"format": 1, "step": 1, "weights": "w", "more": 1}})"}) {
    write_file(path, bad);
    EXPECT_NE(message_of([&] { read_state_file(path); }).find("s.json"), std::string::npos) << bad;
  }
  write_file(path, "{}");
  EXPECT_FALSE(is_state_file(path));
  EXPECT_FALSE(is_state_file(folder / "missing.json"));
}

}  // namespace
}  // namespace scorescope
