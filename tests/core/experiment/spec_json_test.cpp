// Specs as JSON: round trips, defaults, and one clear sentence for everything that is wrong.
#include "core/experiment/spec_json.h"

#include <gtest/gtest.h>

#include "tests/core/experiment/example_schema.h"

namespace scorescope {
namespace {

const Schema kSchema = example_schema();

ExperimentSpec read(std::string_view text) { return spec_from_json(kSchema, text, "a.json"); }

std::string complaint(std::string_view text) {
  return message_of([&] { read(text); });
}

TEST(SpecJson, EmptyObjectIsTheDefaultSpec) { EXPECT_EQ(read("{}"), ExperimentSpec{}); }

TEST(SpecJson, RoundTripKeepsEveryOption) {
  ExperimentSpec spec;
  spec.data = {"mixture",
               {{"components", std::vector<GaussianComponent>{{0.3, {1, 2}, {1, 0.2, 0.5}},
                                                              isotropic(0.7, -3, 0, 0.4)}}}};
  spec.network.options["activation"] = std::string("silu");
  spec.noise = {"list", {{"values", std::vector<double>{3.0, 1.0 / 3.0}}}};
  spec.training.learning_rate = 0.1 + 0.2;  // not a short decimal
  spec.sampling.start = "data";
  spec.samplers = {{"heun", {}}};
  spec.seeds.sampler = 8'999'999'999'999'999;
  EXPECT_EQ(read(spec_to_json(kSchema, spec)), spec) << spec_to_json(kSchema, spec);
}

TEST(SpecJson, ResolvedTextHasEveryDefaultWritten) {
  const std::string text = spec_to_json(kSchema, ExperimentSpec{});
  for (const char* line :
       {"\"kind\": \"two_gaussians\"", "\"share\": 0.8", "\"width\": 128", "\"levels\": 10",
        "\"learning_rate\": 0.001", "\"stop_after\": 15000", "\"particles\": 1280", "\"main\": 42",
        "\"device\": \"auto\"", "\"epsilon\": 0.1", "\"denoise\": false"}) {
    EXPECT_NE(text.find(line), std::string::npos) << line << " is missing from\n" << text;
  }
}

TEST(SpecJson, OptionsThatEqualTheirDefaultsAreDropped) {
  EXPECT_EQ(read(R"({"data": {"kind": "two_gaussians", "share": 0.8}})"), ExperimentSpec{});
}

TEST(SpecJson, ReadsTheMixtureOfTheHandbook) {
  const auto spec = read(
      R"({"data": {"kind": "mixture", "components": [{"weight": 0.3, "mean": [1, 2],
          "cov": [[1, 0.2], [0.2, 0.5]]}, {"weight": 0.7, "mean": [-3, 0], "std": 0.4}]}})");
  const auto& components =
      std::get<std::vector<GaussianComponent>>(spec.data.options.at("components"));
  ASSERT_EQ(components.size(), 2u);
  EXPECT_EQ(components[0], (GaussianComponent{0.3, {1, 2}, {1, 0.2, 0.5}}));
  EXPECT_EQ(components[1], isotropic(0.7, -3, 0, 0.4));
}

TEST(SpecJson, BareSeedIsTheMainSeed) {
  EXPECT_EQ(read(R"({"seed": 7})").seeds.main, 7);
  EXPECT_EQ(complaint(R"({"seed": 7, "seeds": {"main": 8}})"),
            "a.json: give either seed or seeds.main, not both.");
}

TEST(SpecJson, MalformedTextNamesLineAndColumn) {
  const std::string message = complaint("{\n  \"seed\": 7,\n  \"data\" {}\n}");
  EXPECT_EQ(message.substr(0, 29), "a.json: line 3, column 10: th") << message;
  EXPECT_EQ(complaint(""), "a.json is empty; expected JSON.");
  EXPECT_EQ(complaint(" \n"), complaint(""));
  EXPECT_NE(complaint("{\"seed\": 7").find("line 1, column 11"), std::string::npos);
}

TEST(SpecJson, DuplicateKeyIsRefused) {
  EXPECT_EQ(complaint(R"({"seed": 7, "seed": 8})"),
            "a.json: the key \"seed\" appears twice in one object.");
}

TEST(SpecJson, UnknownKeyListsTheSectionAndTheNearestSpelling) {
  EXPECT_EQ(
      complaint(R"({"training": {"learning_rat": 1}})"),
      "a.json: training: unknown key \"learning_rat\" (did you mean \"learning_rate\"?); allowed "
      "are learning_rate, batch, ema_decay, stop_after, pace, optimiser, weight_decay, "
      "ema_warm_up, clip, engine.");
  EXPECT_NE(complaint(R"({"nosie": {}})").find("did you mean \"noise\"?"), std::string::npos);
}

TEST(SpecJson, KindIsAmongTheKeysOfAChoice) {
  EXPECT_EQ(
      complaint(R"({"data": {"kindd": "mixture"}})"),
      "a.json: data: unknown key \"kindd\" (did you mean \"kind\"?); allowed are kind, share.");
  EXPECT_NE(complaint(R"({"samplers": [{"kindd": "heun"}]})").find("did you mean \"kind\"?"),
            std::string::npos);
}

TEST(SpecJson, NumberThatNoDoubleHoldsNamesItsPlace) {
  EXPECT_EQ(complaint("{\"training\":\n {\"learning_rate\": 1e999}}"),
            "a.json: line 2, column 20: the number 1e999 is too large; the largest is "
            "1.7976931348623157e+308.");
}

TEST(SpecJson, LongAndUnprintableTextsStayShortInMessages) {
  const std::string digits = "{\"seed\": " + std::string(100000, '1') + "}";
  EXPECT_LT(complaint(digits.c_str()).size(), 300U);
  const std::string key = "{\"" + std::string(100000, 'k') + "\": 1}";
  EXPECT_LT(complaint(key.c_str()).size(), 400U);
  EXPECT_NE(complaint(R"({"no\u0000ise": 1})").find("\"no\\x00ise\""), std::string::npos);
}

TEST(SpecJson, ComponentsStayWhereAFloatCanHoldThem) {
  const auto component = [](const char* text) {
    return complaint(std::string(R"({"data": {"kind": "mixture", "components": [)") + text + "]}}");
  };
  EXPECT_EQ(component(R"({"mean": [1e300, 0]})"),
            "a.json: data: components[0]: mean is 1e+300, but it must be a number from -1000000 to "
            "1000000.");
  for (const char* bad : {R"({"std": 1e200})", R"({"weight": 1e308})",
                          R"({"cov": [[1e200, 1e200], [1e200, 1e200]]})"}) {
    EXPECT_NE(component(bad).find("but it must be a number from"), std::string::npos)
        << component(bad);
  }
  EXPECT_EQ(component(R"({"mean": [1e6, -1e6], "std": 1e6, "weight": 1e12})"), "no error");
}

TEST(SpecJson, UnknownKindListsWhatExists) {
  EXPECT_EQ(complaint(R"({"samplers": [{"kind": "langevn"}]})"),
            "a.json: samplers[0]: there is no sampler \"langevn\" (did you mean \"langevin\"?); "
            "allowed are langevin, annealed_langevin, heun.");
}

TEST(SpecJson, WrongTypesAreRefusedWithTheType) {
  EXPECT_EQ(complaint(R"({"training": {"batch": "many"}})"),
            "a.json: training: batch is \"many\", but it must be a whole number, 1 to 65536.");
  EXPECT_EQ(complaint(R"({"training": []})"),
            "a.json: training is a list, but it must be an object.");
  EXPECT_EQ(complaint("[]").substr(0, 41), "a.json is a list, but it must be an objec");
  EXPECT_NE(complaint(R"({"training": {"batch": null}})"), "no error");
  EXPECT_NE(complaint(R"({"training": {"batch": {}}})"), "no error");
  EXPECT_NE(complaint(R"({"data": {"kind": 3}})"), "no error");
  EXPECT_NE(complaint(R"({"seed": 18446744073709551615})"), "no error");
  EXPECT_NE(complaint(R"({"seed": 1.5})"), "no error");
  EXPECT_EQ(complaint(R"({"seed": -1})"),
            "a.json: seed is -1, but it must be a whole number, 0 to 9000000000000000.");
}

TEST(SpecJson, OutOfRangeNamesTheRange) {
  EXPECT_EQ(complaint(R"({"training": {"learning_rate": -0.1}})"),
            "a.json: training: learning_rate is -0.1, but it must be a number, 1e-06 to 100.");
}

TEST(SpecJson, OneOrTwoSamplers) {
  EXPECT_EQ(complaint(R"({"samplers": []})"),
            "a.json: samplers has 0 entries, but it must be a list of one or two samplers.");
  EXPECT_EQ(complaint(R"({"samplers": [{}, {}, {}]})"),
            "a.json: samplers has 3 entries, but it must be a list of one or two samplers.");
}

TEST(SpecJson, WeightsThatSumToZeroAreRefused) {
  EXPECT_EQ(
      complaint(R"({"data": {"kind": "mixture", "components": [{"weight": 0, "mean": [1, 2]}]}})"),
      "a.json: data: the weights of components sum to zero; at least one weight must be above "
      "0.");
  EXPECT_NE(complaint(R"({"data": {"kind": "mixture", "components": []}})"), "no error");
}

TEST(SpecJson, ComponentsThatAreNoGaussiansAreRefused) {
  const auto component = [](const char* text) {
    return complaint(std::string(R"({"data": {"kind": "mixture", "components": [)") + text + "]}}");
  };
  for (const char* bad :
       {R"({"weight": -1})", R"({"std": -1})", R"({"mean": [1]})", R"({"mean": [1, "x"]})",
        R"({"cov": [[1, 2], [2, 1]]})", R"({"cov": [[1, 0.1], [0.2, 1]]})", R"({"cov": [1, 2]})",
        R"({"std": 1, "cov": [[1, 0], [0, 1]]})", R"({"wight": 1})", R"({"weight": 1e999})"}) {
    EXPECT_EQ(component(bad).substr(0, 8), "a.json: ") << bad << ": " << component(bad);
  }
  EXPECT_EQ(component(R"({"std": 0})"), "no error");
}

TEST(SpecJson, LaddersThatDoNotDecreaseAreRefused) {
  EXPECT_EQ(complaint(R"({"noise": {"kind": "list", "values": [3, 2, 2]}})"),
            "a.json: noise: noise levels must decrease, but level 3 is 2 after 2.");
  EXPECT_EQ(complaint(R"({"noise": {"kind": "list", "values": [3, 0]}})"),
            "a.json: noise: noise levels must be above 0, but level 2 is 0.");
  EXPECT_EQ(complaint(R"({"noise": {"max": 1, "min": 2}})"),
            "a.json: noise: max is 1 and min is 2, but max must be above min.");
}

TEST(SpecJson, DataAreADistributionOrAnImageSet) {
  const auto spec = read(R"({"data": {"kind": "mnist", "first_n": 100}})");
  EXPECT_EQ(spec.data, (Choice{"mnist", {{"first_n", std::int64_t{100}}}}));
  EXPECT_TRUE(has_pictures(kSchema, spec));
  EXPECT_FALSE(has_pictures(kSchema, read("{}")));
  const std::string unknown = complaint(R"({"data": {"kind": "mnits"}})");
  EXPECT_NE(unknown.find("did you mean \"mnist\"?); allowed are two_gaussians, ring_of_gaussians, "
                         "mixture, mnist."),
            std::string::npos)
      << unknown;
  EXPECT_NE(complaint(R"({"data": {"kind": "mnist", "first": 1}})").find("first_n"),
            std::string::npos);
}

TEST(SpecJson, PicturesHaveDefaultsOfTheirOwnForWhatIsLeftOut) {
  const auto spec = read(R"({"data": {"kind": "mnist"}, "training": {"learning_rate": 0.01},
                             "sampling": {"particles": 9}, "network": {"kind": "mlp"}})");
  ExperimentSpec expected = picture_defaults();
  expected.training.learning_rate = 0.01;
  expected.sampling.particles = 9;
  expected.network = {"mlp", {}};
  EXPECT_EQ(spec, expected);
}

}  // namespace
}  // namespace scorescope
