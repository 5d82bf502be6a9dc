// Edits of single options, and what a change restarts.
#include <gtest/gtest.h>

#include "core/experiment/spec_json.h"
#include "tests/core/experiment/example_schema.h"

namespace scorescope {
namespace {

const Schema kSchema = example_schema();

ExperimentSpec edited(std::initializer_list<const char*> assignments) {
  ExperimentSpec spec;
  for (const char* assignment : assignments) set_option(kSchema, spec, assignment);
  return spec;
}

std::string complaint(const char* assignment) {
  return message_of([&] { edited({assignment}); });
}

Effect effect_of(std::initializer_list<const char*> assignments) {
  return effect_of_change(kSchema, ExperimentSpec{}, edited(assignments));
}

TEST(SetOption, SetsFixedAndChosenSections) {
  EXPECT_EQ(edited({"training.learning_rate=0.01"}).training.learning_rate, 0.01);
  EXPECT_EQ(edited({"seed=7"}).seeds.main, 7);
  EXPECT_EQ(edited({"noise.levels=20"}).noise.options.at("levels"), Value(std::int64_t{20}));
}

TEST(SetOption, ChangingAKindDropsTheOldOptions) {
  const auto spec = edited({"data.share=0.5", "data.kind=ring_of_gaussians"});
  EXPECT_EQ(spec.data, (Choice{"ring_of_gaussians", {}}));
}

TEST(SetOption, SamplersWithoutANumberMeansEachThatHasTheKey) {
  const auto both = edited({"samplers.epsilon=0.05"});
  EXPECT_EQ(both.samplers[0].options.at("epsilon"), Value(0.05));
  EXPECT_EQ(both.samplers[1].options.at("epsilon"), Value(0.05));
  const auto second = edited({"samplers.denoise=true"});
  EXPECT_TRUE(second.samplers[0].options.empty());
  EXPECT_EQ(second.samplers[1].options.at("denoise"), Value(true));
}

TEST(SetOption, SecondSamplerComesAndGoes) {
  EXPECT_EQ(edited({"samplers.1.kind=none"}).samplers.size(), 1u);
  EXPECT_EQ(edited({"samplers.1.kind=none", "samplers.1.kind=heun"}).samplers[1].kind, "heun");
}

TEST(SetOption, ReadsComponentsAsJson) {
  const auto spec = edited(
      {"data.kind=mixture", R"(data.components=[{"weight": 1, "mean": [1, 2], "std": 0.5}])"});
  EXPECT_EQ(std::get<std::vector<GaussianComponent>>(spec.data.options.at("components")).front(),
            isotropic(1, 1, 2, 0.5));
}

TEST(SetOption, RefusesWithASentence) {
  EXPECT_TRUE(complaint("training.learning_rte=1")
                  .starts_with("training: unknown key \"learning_rte\" (did you mean "
                               "\"learning_rate\"?); allowed are learning_rate, "))
      << complaint("training.learning_rte=1");
  EXPECT_TRUE(complaint("trainig.batch=1")
                  .starts_with("there is no section \"trainig\" (did you mean \"training\"?); "
                               "allowed are data, "))
      << complaint("trainig.batch=1");
  EXPECT_EQ(
      complaint("noise"),
      "\"noise\" is not an assignment; write section.key=value, for example noise.levels=20.");
  EXPECT_EQ(
      complaint("batch=3"),
      "\"batch=3\" names no section; write section.key=value, for example training.batch=...");
  EXPECT_NE(complaint("batsch=3").find("for example noise.levels="), std::string::npos);
  EXPECT_NE(complaint("data.kindd=mixture").find("did you mean \"kind\"?"), std::string::npos);
  EXPECT_NE(complaint("samplers.gamma=1").find("unknown key \"gamma\""), std::string::npos);
  EXPECT_NE(complaint("samplers.2.epsilon=1").find("the experiment has 2 samplers"),
            std::string::npos);
  EXPECT_NE(complaint("samplers.x.epsilon=1").find("there is no section"), std::string::npos);
  EXPECT_NE(complaint("data.kind=rign_of_gaussians").find("ring_of_gaussians"), std::string::npos);
}

TEST(SetOption, FailedEditLeavesTheSpecAsItWas) {
  ExperimentSpec spec;
  EXPECT_THROW(set_option(kSchema, spec, "training.batch=0"), UserError);
  EXPECT_THROW(set_option(kSchema, spec, "samplers.epsilon=-1"), UserError);
  EXPECT_EQ(spec, ExperimentSpec{});
}

TEST(SetValue, WritingTheDefaultRemovesTheOption) {
  ExperimentSpec spec = edited({"data.share=0.5"});
  EXPECT_EQ(get_value(kSchema, spec, "data", "share"), Value(0.5));
  set_value(kSchema, spec, "data", "share", 0.8);
  EXPECT_EQ(spec, ExperimentSpec{});
}

TEST(SetValue, KindIsAValueToo) {
  ExperimentSpec spec;
  set_value(kSchema, spec, "samplers.0", "kind", std::string("heun"));
  EXPECT_EQ(get_value(kSchema, spec, "samplers.0", "kind"), Value(std::string("heun")));
}

TEST(GetValue, UnknownKeyIsTheUsersMistake) {
  EXPECT_THROW(get_value(kSchema, ExperimentSpec{}, "data", "colour"), UserError);
}

TEST(SectionFields, FollowTheChosenKind) {
  EXPECT_TRUE(
      find_field(section_fields(kSchema, edited({"data.kind=mixture"}), "data"), "components"));
  EXPECT_TRUE(find_field(section_fields(kSchema, ExperimentSpec{}, "samplers.1"), "denoise"));
  EXPECT_TRUE(find_field(section_fields(kSchema, ExperimentSpec{}, "training"), "batch"));
}

TEST(Validate, SeesWhatSingleEditsLeave) {
  EXPECT_NO_THROW(validate(kSchema, ExperimentSpec{}));
  EXPECT_THROW(validate(kSchema, edited({"noise.max=0.5"})), UserError);
  ExperimentSpec spec;
  spec.samplers.clear();
  EXPECT_THROW(validate(kSchema, spec), UserError);
  spec = ExperimentSpec{};
  spec.sampling.start = "nowhere";
  EXPECT_THROW(validate(kSchema, spec), UserError);
}

TEST(EffectOfChange, FollowsTheFieldTables) {
  EXPECT_EQ(effect_of({}), Effect::kLive);
  EXPECT_EQ(effect_of({"training.learning_rate=0.01", "objective.power=1"}), Effect::kLive);
  EXPECT_EQ(effect_of({"samplers.epsilon=0.05"}), Effect::kLive);
  EXPECT_EQ(effect_of({"samplers.0.kind=heun"}), Effect::kResample);
  EXPECT_EQ(effect_of({"samplers.1.kind=none"}), Effect::kResample);
  EXPECT_EQ(effect_of({"sampling.start=data"}), Effect::kResample);
  EXPECT_EQ(effect_of({"seeds.sampler=1"}), Effect::kResample);
  EXPECT_EQ(effect_of({"seed=1"}), Effect::kRestarts);
  for (const char* change :
       {"data.share=0.5", "data.kind=mixture", "network.width=64", "objective.kind=sliced",
        "noise.max=10", "compute.device=cpu", "training.optimiser=adamw"}) {
    EXPECT_EQ(effect_of({change, "training.batch=64"}), Effect::kRestarts) << change;
  }
}

TEST(StreamSeed, FollowsTheMainSeedUnlessGiven) {
  const SeedOptions seeds{.main = 5, .batches = 9};
  EXPECT_EQ(stream_seed(seeds, "weights"), 5u);
  EXPECT_EQ(stream_seed(seeds, "batches"), 9u);
  EXPECT_THROW(stream_seed(seeds, "noise"), InternalError);
}

TEST(SetOption, TakesImageSetsAsData) {
  const Schema schema = example_schema();
  ExperimentSpec spec;
  set_option(schema, spec, "data.kind=mnist");
  set_option(schema, spec, "data.first_n=50");
  EXPECT_EQ(spec.data, (Choice{"mnist", {{"first_n", std::int64_t{50}}}}));
  EXPECT_NO_THROW(validate(schema, spec));
  EXPECT_EQ(get_value(schema, spec, "data", "first_n"), Value(std::int64_t{50}));
  ExperimentSpec fewer = spec;
  set_option(schema, fewer, "data.first_n=40");
  EXPECT_EQ(effect_of_change(schema, spec, fewer), Effect::kRestarts);
}

}  // namespace
}  // namespace scorescope
