// Field tables of the fixed sections, seeds of the random streams, and what a change restarts.
#include "core/experiment/spec.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/experiment/sections.h"

namespace scorescope {
namespace {

const FieldList& fields_of(const Kinds& kinds, const std::string& kind) {
  static const FieldList none;
  const EntryInfo* found = kinds.find(kind);
  return found ? found->fields : none;
}

Effect stronger(Effect a, Effect b) { return a < b ? b : a; }

Effect effect_of_values(const FieldList& fields, const Values& before, const Values& after) {
  Effect effect = Effect::kLive;
  for (const auto& field : fields) {
    const Value old_value = value_or_default(fields, before, field.key);
    const Value new_value = value_or_default(fields, after, field.key);
    if (old_value != new_value) effect = stronger(effect, field.effect);
  }
  return effect;
}

Effect effect_of_choice(const Kinds& kinds, const Choice& before, const Choice& after) {
  if (before.kind != after.kind) return Effect::kRestarts;
  return effect_of_values(fields_of(kinds, after.kind), before.options, after.options);
}

Effect effect_of_sections(const Schema& schema, const ExperimentSpec& before,
                          const ExperimentSpec& after) {
  Effect effect = Effect::kLive;
  for (const auto& section : choice_sections()) {
    effect = stronger(effect, effect_of_choice(kinds_of(schema, section), before.*section.choice,
                                               after.*section.choice));
  }
  return effect;
}

template <class Options>
Effect effect_of_options(const FieldTable<Options>& table, const Options& before,
                         const Options& after) {
  return effect_of_values(table.infos(), table.write(before), table.write(after));
}

/// No sampler reaches the trainer, so the most a change of one can do is to start the particles
/// again.
Effect effect_of_samplers(const Schema& schema, const std::vector<Choice>& before,
                          const std::vector<Choice>& after) {
  if (before.size() != after.size()) return Effect::kResample;
  Effect effect = Effect::kLive;
  for (std::size_t i = 0; i < after.size(); ++i) {
    effect = stronger(effect, effect_of_choice(sampler_kinds(schema), before[i], after[i]));
  }
  return std::min(effect, Effect::kResample);
}

}  // namespace

const FieldTable<TrainingOptions>& training_fields() {
  using O = TrainingOptions;
  static const FieldTable<O> table{
      {&O::learning_rate,
       {.key = "learning_rate",
        .label = "Learning rate",
        .symbol = "η",
        .help = "Length of an optimiser step.",
        .larger = "Learns faster, then jitters above the floor, then diverges.",
        .minimum = 1e-6,
        .maximum = 100.0,
        .logarithmic = true,
        .primary = true,
        .effect = Effect::kLive}},
      {&O::batch,
       {.key = "batch",
        .label = "Batch",
        .unit = "points",
        .help =
            "Noisy points drawn afresh for each training step; of pictures each is seen once an "
            "epoch, under fresh noise.",
        .larger = "A smoother loss and a slower step.",
        .minimum = 1,
        .maximum = 65536,
        .logarithmic = true,
        .primary = true,
        .effect = Effect::kLive}},
      {&O::ema_decay,
       {.key = "ema_decay",
        .label = "EMA decay",
        .help = "How much of the running average of the weights survives a step.",
        .larger = "Averages over more steps: smoother, but it trails behind the raw weights.",
        .minimum = 0.0,
        .maximum = 0.99999,
        .primary = true,
        .effect = Effect::kLive}},
      {&O::stop_after,
       {.key = "stop_after",
        .label = "Stop after",
        .unit = "steps",
        .help = "Training pauses by itself at this step; 0 trains nothing.",
        .larger = "The loss falls further and the run takes longer.",
        .minimum = 0,
        .maximum = 10'000'000,
        .logarithmic = true,
        .primary = true,
        .effect = Effect::kLive}},
      {&O::pace,
       {.key = "pace",
        .label = "Pace",
        .unit = "steps/s",
        .help = "Holds training to so many steps a second, so that a class can follow; 0 is full "
                "speed. Headless runs ignore it.",
        .larger = "Training runs faster on screen; the result is the same.",
        .minimum = 0.0,
        .maximum = 100'000.0,
        .logarithmic = true,
        .effect = Effect::kLive}},
      {&O::optimiser,
       {.key = "optimiser",
        .label = "Optimiser",
        .help = "The rule that turns gradients into steps.",
        .larger = "Adam scales each gradient by its recent size; AdamW also shrinks the weights, "
                  "apart from the gradient.",
        .choices = {{"adam", "Adam"}, {"adamw", "AdamW"}}}},
      {&O::weight_decay,
       {.key = "weight_decay",
        .label = "Weight decay",
        .symbol = "λ",
        .help = "Pull of the weights towards zero.",
        .larger = "A smoother field that follows the exact one less closely.",
        .minimum = 0.0,
        .maximum = 10.0,
        .logarithmic = true,
        .effect = Effect::kLive}},
      {&O::ema_warm_up,
       {.key = "ema_warm_up",
        .label = "EMA warm-up",
        .help =
            "Averages over few steps at first, so that the untrained weights are soon forgotten.",
        .larger = "Off, the average holds on to the untrained weights for thousands of steps.",
        .effect = Effect::kLive}},
      {&O::clip,
       {.key = "clip",
        .label = "Clip gradient",
        .help = "Largest length of the gradient over all weights; 0 is off.",
        .larger = "Clips less often: rare outliers move the weights further.",
        .minimum = 0.0,
        .maximum = 1e6,
        .logarithmic = true,
        .effect = Effect::kLive}},
      {&O::engine,
       {.key = "engine",
        .label = "Engine",
        .help = "The code behind a training step. Fused is this program's own for multilayer "
                "perceptrons on the CPU with a denoising or an explicit loss; LibTorch trains "
                "everything.",
        .larger = "Auto takes fused where it can, else LibTorch. Both learn the same, apart from "
                  "rounding; fused is several times faster.",
        .effect = Effect::kLive,
        .choices = {{"auto", "Auto"}, {"fused", "Fused"}, {"libtorch", "LibTorch"}}}},
  };
  return table;
}

const FieldTable<SamplingOptions>& sampling_fields() {
  using O = SamplingOptions;
  static const FieldTable<O> table{
      {&O::score,
       {.key = "score",
        .label = "Score",
        .symbol = "s",
        .help = "Which score moves the particles.",
        .larger = "Exact is the closed form of the data; learned is the network as it stands.",
        .primary = true,
        .effect = Effect::kResample,  // a cloud moved by both says nothing of either
        .choices = {{"exact", "Exact"}, {"learned", "Learned"}}}},
      {&O::particles,
       {.key = "particles",
        .label = "Particles",
        .help = "Independent chains in each view.",
        .larger = "Shares of modes or classes get a smaller error; each step takes longer.",
        .minimum = 1,
        .maximum = 1'000'000,
        .logarithmic = true,
        .primary = true,
        .effect = Effect::kResample}},
      {&O::start,
       {.key = "start",
        .label = "Start",
        .help = "Where the particles begin.",
        .larger =
            "A square (a cube, for pictures) or a Gaussian knows nothing of the data; matched has "
            "the mean and the covariance of the data at the noise level of the sampler's first "
            "step, mean plus noise only their mean; from the data starts at the answer; collapsed, "
            "for points in the plane, starts every particle near the centre of a mode.",
        .effect = Effect::kResample,
        .choices = {{"square", "Square"},
                    {"gaussian", "Gaussian"},
                    {"matched", "Matched Gaussian"},
                    {"mean_noise", "Mean plus noise"},
                    {"data", "From the data"},
                    {"collapsed", "Collapsed"}}}},
      {&O::start_width,
       {.key = "start_width",
        .label = "Start width",
        .unit = "length",
        .help = "Half the side of the starting square, or the standard deviation of the starting "
                "Gaussian. Pixels lie between -1 and 1.",
        .larger = "Particles begin further out.",
        .minimum = 0.001,
        .maximum = 1000.0,
        .logarithmic = true,
        .effect = Effect::kResample}},
      {&O::weights,
       {.key = "weights",
        .label = "Weights",
        .help = "Which weights the learned score uses.",
        .larger = "Averaged weights jitter less than the raw ones of the last step.",
        .effect = Effect::kLive,
        .choices = {{"averaged", "Averaged"}, {"raw", "Raw"}}}},
      {&O::speed,
       {.key = "speed",
        .label = "Speed",
        .unit = "steps/s",
        .help = "Sampling steps a second in the window; 0 is full speed. Headless runs ignore it.",
        .larger = "Particles move faster on screen; the result is the same.",
        .minimum = 0.0,
        .maximum = 10'000.0,
        .logarithmic = true,
        .effect = Effect::kLive}},
  };
  return table;
}

namespace {

FieldInfo own_seed(std::string key, std::string label, std::string help, Effect effect) {
  return {.key = std::move(key),
          .label = std::move(label),
          .help = std::move(help) + " -1 follows the main seed.",
          .larger = "Another number is another draw; the law stays the same.",
          .minimum = -1,
          .maximum = 9e15,
          .minimum_label = "as main",
          .effect = effect};
}

}  // namespace

const FieldTable<SeedOptions>& seed_fields() {
  using O = SeedOptions;
  static const FieldTable<O> table{
      {&O::main,
       {.key = "main",
        .label = "Seed",
        .help = "All random numbers follow from it: the same seed gives the same run.",
        .larger = "Another number is another draw; the law stays the same.",
        .minimum = 0,
        .maximum = 9e15,
        .primary = true}},
      {&O::data, own_seed("data", "Data seed", "Seed of the training points.", Effect::kRestarts)},
      {&O::weights,
       own_seed("weights", "Weight seed", "Seed of the untrained weights.", Effect::kRestarts)},
      {&O::batches,
       own_seed("batches", "Batch seed", "Seed of the noise and the noise levels in training.",
                Effect::kRestarts)},
      {&O::sampler,
       own_seed("sampler", "Sampler seed", "Seed of the start and the noise of the particles.",
                Effect::kResample)},
      {&O::probe, own_seed("probe", "Probe seed",
                           "Seed of the points at which the numbers are measured.", Effect::kLive)},
  };
  return table;
}

const FieldTable<ComputeOptions>& compute_fields() {
  using O = ComputeOptions;
  static const FieldTable<O> table{
      {&O::device,
       {.key = "device",
        .label = "Device",
        .help = "Where the network and the particles live.",
        .larger = "Auto takes a GPU where there is one, else the CPU.",
        .choices = {{"auto", "Auto"}, {"cpu", "CPU"}, {"cuda", "CUDA"}}}},
      {&O::threads,
       {.key = "threads",
        .label = "Threads",
        .help =
            "CPU threads that share a training step of the fused engine, or a tensor operation.",
        .larger = "Helps large batches on idle cores only: small 2-D networks, and any on a busy "
                  "machine, get slower with more than one.",
        .minimum = 1,
        .maximum = 256}},
      {&O::precision,
       {.key = "precision",
        .label = "Precision",
        .help =
            "Arithmetic of training: the convolutions and products of picture networks. TF32 and "
            "bf16 are faster on a GPU that has them; the CPU has no TF32, and bf16 is seldom "
            "faster there. With TF32 sampling on that GPU rounds too.",
        .larger = "TF32 keeps 10 bits of each factor, bf16 7 bits, float32 all 23.",
        .choices = {{"float32", "float32"}, {"tf32", "TF32"}, {"bf16", "bf16"}}}},
      {&O::cuda_graphs,
       {.key = "cuda_graphs",
        .label = "CUDA graphs",
        .help = "Records a training step once and launches it as a whole, where the objective is "
                "denoising score matching. For NVIDIA GPUs only.",
        .larger =
            "On: meant for small networks, whose operations take less time than their launches; "
            "the same losses to rounding."}},
  };
  return table;
}

const FieldTable<DistanceOptions>& distance_fields() {
  using O = DistanceOptions;
  static const FieldTable<O> table{
      {&O::every,
       {.key = "every",
        .label = "Measure every",
        .unit = "steps",
        .help = "Training steps between two measurements of the distances between samples and "
                "data; 0 measures at the end only.",
        .larger = "Fewer points on the curve, and less time taken from other work.",
        .minimum = 0,
        .maximum = 10'000'000,
        .minimum_label = "at end",
        .logarithmic = true,
        .primary = true,
        .effect = Effect::kLive}},
      {&O::samples,
       {.key = "samples",
        .label = "Samples",
        .unit = "pictures",
        .help = "Pictures made for a measurement with averaged weights, and as many with raw ones "
                "from the same noise. 0 measures nothing; below 1000 the floor of real pictures "
                "is high.",
        .larger = "A lower floor and less scatter; a measurement takes longer in proportion.",
        .minimum = 0,
        .maximum = 50'000,
        .minimum_label = "none",
        .logarithmic = true,
        .effect = Effect::kLive}},
      {&O::share,
       {.key = "share",
        .label = "Share of time",
        .help = "The most of the background thread's time that measuring may take in the window. "
                "Headless runs ignore it.",
        .larger = "Measurements are there sooner; samples on screen move more slowly meanwhile.",
        .minimum = 0.01,
        .maximum = 1.0,
        .effect = Effect::kLive}},
  };
  return table;
}

const FieldTable<StepGridOptions>& step_grid_fields() {
  using O = StepGridOptions;
  static const FieldTable<O> table{
      {&O::steps_per_level,
       {.key = "steps_per_level",
        .label = "Grid rows T",
        .symbol = "T",
        .unit = "steps",
        .help = "Steps a level of the grid's rows, the least first; at most eight whole numbers.",
        .larger = "Each level comes closer to its own equilibrium; the row takes longer in "
                  "proportion.",
        .minimum = 1,
        .maximum = 10'000,
        .primary = true,
        .effect = Effect::kLive}},
      {&O::epsilon,
       {.key = "epsilon",
        .label = "Columns ε",
        .symbol = "ε",
        .unit = "length²",
        .help = "Step sizes of the grid's columns, the least first; at most eight. They count as "
                "the annealed Langevin sampler's own convention says.",
        .larger = "Fewer steps are enough; more noise is left, and past the stability bound "
                  "4 σ² (P) or 2 σ² (Q) of the lowest level the chain diverges.",
        .minimum = 1e-9,
        .maximum = 1e3,
        .primary = true,
        .effect = Effect::kLive}},
      {&O::samples,
       {.key = "samples",
        .label = "In each cell",
        .unit = "pictures",
        .help = "Pictures in each cell of the grid; every cell begins on the same noise and sees "
                "the same random numbers.",
        .larger = "More to see, and less scatter in the numbers; the grid takes longer in "
                  "proportion.",
        .minimum = 1,
        .maximum = 64,
        .primary = true,
        .effect = Effect::kLive}},
      {&O::at_end,
       {.key = "at_end",
        .label = "Grid after a run",
        .help = "Whether a headless run makes the grid after the training: grid.csv, grid.npy and "
                "grid.png. In the window a button does.",
        .larger = "On: the run takes as much longer as the grid needs.",
        .effect = Effect::kLive}},
  };
  return table;
}

namespace {

FieldInfo plane_picture(std::string key, std::string label) {
  return {.key = std::move(key),
          .label = std::move(label),
          .help =
              "Number of a training picture that the plane goes through, counted from 0 as "
              "under the nearest training pictures.",
          .larger = "Another picture; the order has no meaning.",
          .minimum = 0,
          .maximum = 99'999'999,
          .effect = Effect::kLive};
}

}  // namespace

const FieldTable<PlaneOptions>& plane_fields() {
  using O = PlaneOptions;
  static const FieldTable<O> table{
      {&O::through,
       {.key = "through",
        .label = "Plane through",
        .help = "The plane on which scores of pictures are drawn as arrows.",
        .larger = "The first two principal components about the mean are the plane that lies "
                  "nearest to all pictures; three chosen pictures lie on theirs themselves.",
        .effect = Effect::kLive,
        .choices = {{"components", "Principal components"}, {"pictures", "Three pictures"}}}},
      {&O::first, plane_picture("first", "First picture")},
      {&O::second, plane_picture("second", "Second picture")},
      {&O::third, plane_picture("third", "Third picture")},
  };
  return table;
}

bool has_pictures(const Schema& schema, const ExperimentSpec& spec) {
  return std::ranges::find(schema.image_sets, spec.data.kind, &EntryInfo::id) !=
         schema.image_sets.end();
}

ExperimentSpec picture_defaults() {
  ExperimentSpec spec;
  spec.data = {"mnist", {}};
  spec.network = {"unet", {}};
  spec.objective = {"denoising",
                    {{"weighting", std::string("edm")}, {"normalisation", std::string("mean")}}};
  spec.noise = {"geometric", {{"max", 8.0}, {"min", 0.03}, {"levels", std::int64_t{40}}}};
  spec.training.batch = 32;
  spec.sampling.score = "learned";
  spec.sampling.particles = 64;
  spec.sampling.start = "mean_noise";
  spec.sampling.start_width = 1.0;
  spec.samplers = {{"heun",
                    {{"grid", std::string("edm")},
                     {"steps", std::int64_t{9}},
                     {"sigma_max", 8.0},
                     {"sigma_min", 0.03}}}};
  return spec;
}

std::vector<std::string> sampler_names(const ExperimentSpec& spec) {
  const auto& samplers = spec.samplers;
  if (samplers.size() == 2 && samplers[0].kind == samplers[1].kind) {
    return {samplers[0].kind + "_a", samplers[1].kind + "_b"};
  }
  std::vector<std::string> names;
  for (const Choice& sampler : samplers) names.push_back(sampler.kind);
  return names;
}

std::uint64_t stream_seed(const SeedOptions& seeds, std::string_view name) {
  using Row = std::pair<std::string_view, std::int64_t>;
  const std::array<Row, 5> rows{{{"data", seeds.data},
                                 {"weights", seeds.weights},
                                 {"batches", seeds.batches},
                                 {"sampler", seeds.sampler},
                                 {"probe", seeds.probe}}};
  const auto found = std::ranges::find(rows, name, &Row::first);
  check(found != rows.end(), "stream_seed: there is no stream of that name");
  return static_cast<std::uint64_t>(found->second >= 0 ? found->second : seeds.main);
}

Effect effect_of_change(const Schema& schema, const ExperimentSpec& before,
                        const ExperimentSpec& after) {
  return std::max({effect_of_sections(schema, before, after),
                   effect_of_samplers(schema, before.samplers, after.samplers),
                   effect_of_options(training_fields(), before.training, after.training),
                   effect_of_options(sampling_fields(), before.sampling, after.sampling),
                   effect_of_options(seed_fields(), before.seeds, after.seeds),
                   effect_of_options(compute_fields(), before.compute, after.compute),
                   effect_of_options(distance_fields(), before.distances, after.distances),
                   effect_of_options(step_grid_fields(), before.step_grid, after.step_grid),
                   effect_of_options(plane_fields(), before.plane, after.plane)});
}

}  // namespace scorescope
