// NPY, safetensors and PNG files: round trips, and damaged files refused without reading past their
// end.
#include <gtest/gtest.h>

#include <cstring>

#include "core/record/file.h"
#include "core/record/npy.h"
#include "core/record/png.h"
#include "core/record/safetensors.h"
#include "tests/core/record/record_files.h"

namespace scorescope {
namespace {

TensorFile example() {
  return {{{"layers.0.weight", {2, 3}, std::vector<float>{1, 2, 3, 4, 5, 1.0F / 3.0F}},
           {"step", {}, std::vector<std::int64_t>{1'000'000'000'007}},
           {"none", {0, 2}, std::vector<double>{}},
           {"history", {2}, std::vector<double>{0.1, 1e300}}},
          {{"network", "mlp"}, {"note", "\"quoted\" σ"}}};
}

std::string with_header(const std::string& header, const std::string& data) {
  std::string bytes(8, '\0');
  const std::uint64_t length = header.size();
  std::memcpy(bytes.data(), &length, 8);
  return bytes + header + data;
}

TEST(Npy, RoundTripKeepsShapeAndValues) {
  const TestFolder folder("npy");
  const std::vector<double> values{0.1, -2, 3e300, 4, 5, 1.0 / 3.0};
  for (const auto& shape : std::vector<std::vector<std::int64_t>>{{6}, {3, 2}, {1, 2, 3}}) {
    write_npy(folder / "a.npy", shape, values);
    const NpyArray array = read_npy(folder / "a.npy");
    EXPECT_EQ(array.shape, shape);
    EXPECT_EQ(array.values, values);
  }
  write_npy(folder / "f.npy", {2}, std::vector<float>{0.1F, 2.0F});
  EXPECT_EQ(read_npy(folder / "f.npy").values, (std::vector<double>{0.1F, 2.0F}));
}

TEST(Npy, ValuesBeginAtAMultipleOf64Bytes) {
  const TestFolder folder("npy-align");
  write_npy(folder / "a.npy", {1}, std::vector<double>{1.0});
  EXPECT_EQ((read_file(folder / "a.npy").size() - 8) % 64, 0u);
}

TEST(Npy, DamagedFilesAreRefused) {
  const TestFolder folder("npy-bad");
  write_npy(folder / "a.npy", {2, 2}, std::vector<double>{1, 2, 3, 4});
  const std::string good = read_file(folder / "a.npy");
  std::string huge = good;
  huge.replace(huge.find("(2, 2)"), 6, "(9999999999999, 9999999999999)");
  std::string fortran = good;
  fortran.replace(fortran.find("False"), 5, "True ");
  for (const std::string& bad :
       {std::string{}, std::string("PK\3\4 zip"), good.substr(0, 9), good.substr(0, 40),
        good.substr(0, good.size() - 1), good + "x", huge, fortran}) {
    write_file(folder / "bad.npy", bad);
    EXPECT_NE(message_of([&] { read_npy(folder / "bad.npy"); }).find("bad.npy is not a usable"),
              std::string::npos)
        << bad.substr(0, 20);
  }
}

TEST(Safetensors, RoundTripKeepsEverything) {
  const TestFolder folder("st");
  write_safetensors(folder / "a.safetensors", example());
  const TensorFile read = read_safetensors(folder / "a.safetensors");
  EXPECT_EQ(read.tensors, example().tensors);
  EXPECT_EQ(read.metadata, example().metadata);
  EXPECT_EQ(read.find("step")->shape.size(), 0u);
  EXPECT_EQ(read.find("no such tensor"), nullptr);
}

TEST(Safetensors, EveryTruncationIsRefused) {
  const TestFolder folder("st-cut");
  write_safetensors(folder / "a.safetensors", example());
  const std::string good = read_file(folder / "a.safetensors");
  for (std::size_t size = 0; size < good.size(); size += 7) {
    write_file(folder / "cut.safetensors", good.substr(0, size));
    EXPECT_NE(message_of([&] { read_safetensors(folder / "cut.safetensors"); }), "no error")
        << size;
  }
}

TEST(Safetensors, LyingHeadersAreRefusedBeforeAllocation) {
  const TestFolder folder("st-lie");
  for (const char* header :
       {R"({"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 9999999]}})",
        R"({"a": {"dtype": "F32", "shape": [2], "data_offsets": [8, 0]}})",
        R"({"a": {"dtype": "F32", "shape": [3], "data_offsets": [0, 8]}})",
        R"({"a": {"dtype": "F32", "shape": [4294967296, 4294967296], "data_offsets": [0, 8]}})",
        R"({"a": {"dtype": "F32", "shape": [-2], "data_offsets": [0, 8]}})",
        R"({"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 18446744073709551615]}})",
        R"({"a": {"dtype": "BF16", "shape": [4], "data_offsets": [0, 8]}})",
        R"({"a": {"dtype": 3, "shape": [2], "data_offsets": [0, 8]}})",
        R"({"a": {"shape": [2], "data_offsets": [0, 8]}})", R"({"a": 3})",
        R"({"__metadata__": {"a": 3}})", "[]", "{"}) {
    write_file(folder / "a.safetensors", with_header(header, std::string(8, 'x')));
    const std::string message = message_of([&] { read_safetensors(folder / "a.safetensors"); });
    EXPECT_NE(message.find("a.safetensors is not a usable safetensors file"), std::string::npos)
        << header << ": " << message;
  }
}

TEST(Png, BeginsAsOneAndRefusesWrongSizes) {
  const TestFolder folder("png");
  write_png(folder / "a.png", 2, 1, std::vector<std::uint8_t>{255, 0, 0, 255, 0, 255, 0, 255});
  EXPECT_EQ(read_file(folder / "a.png").substr(0, 4), "\x89PNG");
  EXPECT_THROW(write_png(folder / "b.png", 2, 2, std::vector<std::uint8_t>(8)), InternalError);
  EXPECT_NE(message_of([] {
              write_png("/nowhere/a.png", 1, 1, std::vector<std::uint8_t>(4));
            }).find("/nowhere/a.png"),
            std::string::npos);
}

}  // namespace
}  // namespace scorescope
