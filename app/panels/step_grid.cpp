#include "app/panels/step_grid.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "app/panels/gallery.h"
#include "app/plot/number_text.h"

namespace scorescope {
namespace {

constexpr const char* kSampler = "annealed_langevin";
/// At scale 1.
constexpr float kHeader = 44.0F, kAside = 76.0F, kCaption = 24.0F, kTileGap = 2.0F;
constexpr float kLeastCellGap = 10.0F, kMostRowGap = 40.0F;
/// The presenter's text is 24 where the window's is 14.
constexpr float kLargeGrowth = 24.0F / 14.0F;

const Choice* drafted_sampler(const ProgramState& state) {
  const auto& samplers = state.draft.samplers;
  const auto found = std::ranges::find(samplers, kSampler, &Choice::kind);
  return found == samplers.end() ? nullptr : &*found;
}

/// Of the sampler that the cells would run.
std::string drafted_convention(const ProgramState& state) {
  const Choice* own = drafted_sampler(state);
  const auto entry = std::ranges::find(state.schema->samplers, kSampler, &EntryInfo::id);
  if (!own || entry == state.schema->samplers.end()) return "P";
  return std::get<std::string>(value_or_default(entry->fields, own->options, "convention"));
}

struct Bound {
  double value = 0.0, lowest = 0.0;
  std::string convention;
};

/// Nothing before the ladder is known.
std::optional<Bound> bound_of(const ProgramState& state) {
  if (const StepGridFrame* grid = step_grid(state)) {
    return Bound{grid->bound, grid->lowest_sigma, grid->convention};
  }
  const auto& levels = shown_levels(state);
  if (levels.empty()) return std::nullopt;
  const std::string convention = drafted_convention(state);
  const double factor = convention == "P" ? 4.0 : 2.0;
  return Bound{factor * levels.back() * levels.back(), levels.back(), convention};
}

/// The equilibrium's variance over sigma^2 below the bound (maths.md section 5.2).
double inflation(double epsilon, const Bound& bound) { return 1.0 / (1.0 - epsilon / bound.value); }

std::string share_text(double share) { return percent_text(share); }

/// As many decimals in every cell, so that they compare at a glance.
std::string noise_text(double noise) {
  return noise < 10.0 ? fmt::format("{:.3f}", noise) : number_text(noise, 3);
}

const EntryInfo* entry_of(const EntryList& entries, const std::string& id) {
  const auto found = std::ranges::find(entries, id, &EntryInfo::id);
  return found == entries.end() ? nullptr : &*found;
}

}  // namespace

bool shows_step_grid(const ProgramState& state) {
  return shows_gallery(state) && gallery_pair(state) == StagePair::kStepGrid;
}

const StepGridFrame* step_grid(const ProgramState& state) {
  const PictureFrame* frame = picture_frame(state);
  return frame ? frame->step_grid.get() : nullptr;
}

bool is_making_step_grid(const ProgramState& state) {
  const StepGridFrame* grid = step_grid(state);
  return grid != nullptr && grid->running;
}

StepGridShape drafted_step_grid(const ProgramState& state) {
  const StepGridOptions& grid = state.draft.step_grid;
  StepGridShape shape;
  for (const double steps : grid.steps_per_level) {
    shape.steps_per_level.push_back(static_cast<std::int64_t>(steps));
  }
  shape.epsilon = grid.epsilon;
  shape.samples = static_cast<int>(grid.samples);
  return shape;
}

StepGridShape step_grid_shape(const ProgramState& state) {
  const StepGridFrame* grid = step_grid(state);
  if (!grid) return drafted_step_grid(state);
  return {grid->steps_per_level, grid->epsilon, grid->samples};
}

Region StepGridPlan::cell(int row, int column) const {
  const ImVec2 min{region.min.x + aside + pitch.x * static_cast<float>(column),
                   region.min.y + header + pitch.y * static_cast<float>(row)};
  return {min, {min.x + block.x, min.y + block.y}};
}

Region StepGridPlan::tile_of(int row, int column, int sample) const {
  const ImVec2 origin = cell(row, column).min;
  const ImVec2 min{origin.x + (tile + gap) * static_cast<float>(sample % across),
                   origin.y + (tile + gap) * static_cast<float>(sample / across)};
  return {min, {min.x + tile, min.y + tile}};
}

int StepGridPlan::cell_at(ImVec2 point) const {
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) {
      Region place = cell(row, column);
      place.max.y += caption;
      if (place.contains(point)) return row * columns + column;
    }
  }
  return -1;
}

StepGridPlan step_grid_plan(const Region& region, const StepGridShape& shape, float scale,
                            bool large) {
  const float growth = scale * (large ? kLargeGrowth : 1.0F);
  StepGridPlan plan;
  plan.region = region;
  plan.header = std::round(kHeader * growth);
  plan.aside = std::round(kAside * growth);
  plan.caption = std::round(kCaption * growth);
  plan.gap = std::max(1.0F, std::round(kTileGap * scale));
  plan.rows = static_cast<int>(shape.steps_per_level.size());
  plan.columns = static_cast<int>(shape.epsilon.size());
  plan.samples = std::max(shape.samples, 1);
  const float least_gap = std::round(kLeastCellGap * scale);
  const auto rows = static_cast<float>(plan.rows), columns = static_cast<float>(plan.columns);
  const ImVec2 room{(region.width() - plan.aside - least_gap * (columns - 1.0F)) / columns,
                    (region.height() - plan.header) / rows - plan.caption};
  plan.tile = 1.0F;
  for (int across = 1; across <= plan.samples; ++across) {
    const auto wide = static_cast<float>(across),
               high = static_cast<float>((plan.samples + across - 1) / across);
    const float tile = std::floor(std::min((room.x - plan.gap * (wide - 1.0F)) / wide,
                                           (room.y - plan.gap * (high - 1.0F)) / high));
    if (tile <= plan.tile) continue;
    plan.tile = tile;
    plan.across = across;
  }
  const auto wide = static_cast<float>(plan.across),
             high = static_cast<float>((plan.samples + plan.across - 1) / plan.across);
  plan.block = {wide * (plan.tile + plan.gap) - plan.gap, high * (plan.tile + plan.gap) - plan.gap};
  // what is left over goes between the cells, but not so much that they fall apart
  const float most_gap = std::round((large ? 120.0F : 40.0F) * scale);
  const auto spread = [&](float free, float least) { return std::clamp(free, least, most_gap); };
  const float across_free =
      columns > 1.0F
          ? std::floor((region.width() - plan.aside - columns * plan.block.x) / (columns - 1.0F))
          : 0.0F;
  plan.pitch.x = plan.block.x + spread(across_free, least_gap);
  const float down_free =
      std::floor((region.height() - plan.header) / rows - plan.caption - plan.block.y);
  plan.pitch.y =
      plan.block.y + plan.caption + std::clamp(down_free, 0.0F, std::round(kMostRowGap * scale));
  return plan;
}

std::string epsilon_text(double epsilon) {
  if (epsilon >= 0.01 && epsilon < 1e4) return short_number_text(epsilon);
  const std::string text = fmt::format("{:.3e}", epsilon);
  const int exponent = std::atoi(text.c_str() + text.find('e') + 1);
  const std::string digits = short_number_text(epsilon / std::pow(10.0, exponent));
  const std::string power = "10" + superscript_text(exponent);
  return digits == "1" ? power : digits + "·" + power;
}

StepGridHead step_grid_head(const ProgramState& state, std::size_t column) {
  const double epsilon = step_grid_shape(state).epsilon[column];
  StepGridHead head;
  head.name = "ε = " + epsilon_text(epsilon);
  const std::optional<Bound> bound = bound_of(state);
  if (!bound) return head;
  if (epsilon < bound->value) {
    const std::string times = short_number_text(inflation(epsilon, *bound), 3);
    head.notes = {"stable, variance × " + times, "variance × " + times, "× " + times};
    return head;
  }
  head.warns = true;
  const std::string limit = epsilon_text(bound->value);
  head.notes = {
      fmt::format("unstable: not below {} = {} σ²", limit, bound->convention == "P" ? "4" : "2"),
      "unstable: not below " + limit, "unstable"};
  return head;
}

StepGridCaption step_grid_caption(const StepGridFrame& grid, std::size_t index) {
  const StepGridCell* cell = grid.cells[index].get();
  if (!cell) return {};
  if (!cell->finished) {
    return {fmt::format("step {} of {}", count_text(cell->step), count_text(cell->step_count)), "",
            false};
  }
  if (!cell->failure.empty() || cell->not_finite >= 1.0) {
    return {"left the finite numbers", "", true};
  }
  if (grid.is_lost(*cell)) return {"no picture is left", "", true};
  return {"snow", noise_text(cell->noise), !grid.is_stable(index % grid.columns())};
}

std::vector<std::pair<std::string, std::string>> step_grid_facts(const StepGridFrame& grid,
                                                                 std::size_t index) {
  const StepGridCell* cell = grid.cells[index].get();
  if (!cell) return {};
  std::vector<std::pair<std::string, std::string>> facts{
      {"steps", fmt::format("{} of {}", count_text(cell->step), count_text(cell->step_count))}};
  if (!cell->finished) return facts;
  const UncertainText snow = uncertain_text(cell->noise, cell->noise_error);
  facts.emplace_back("snow", snow.error.empty() ? snow.value : snow.value + " " + snow.error);
  const bool diverges = !(cell->expected_noise < 100.0);  // far beyond black and white
  facts.emplace_back("ideal", diverges ? "diverges" : noise_text(cell->expected_noise));
  facts.emplace_back("real", noise_text(grid.data_noise));
  facts.emplace_back("contr.", fmt::format("{:.2f}/{:.2f}", cell->contrast, grid.data_contrast));
  facts.emplace_back("finite", share_text(1.0 - cell->not_finite));
  if (cell->unknown) facts.emplace_back("unread", share_text(*cell->unknown));
  return facts;
}

std::string step_grid_remark(const ProgramState& state) {
  const StepGridFrame* grid = step_grid(state);
  if (!grid) return "annealed Langevin, the same noise in every cell";
  std::string remark =
      fmt::format("{}, training step {}", grid->weights, count_text(grid->training_step));
  if (grid->cancelled) {
    const auto finished =
        std::ranges::count_if(grid->cells, [](const auto& cell) { return cell && cell->finished; });
    remark += fmt::format(", stopped at {} of {} cells", finished, grid->cells.size());
  }
  if (!grid->running && step_grid_shape(state) != drafted_step_grid(state)) {
    remark += ", settings changed since";
  }
  return remark;
}

std::int64_t step_grid_cost(const ProgramState& state) {
  const StepGridShape shape = drafted_step_grid(state);
  const std::int64_t steps =
      std::accumulate(shape.steps_per_level.begin(), shape.steps_per_level.end(), std::int64_t{0});
  return steps * static_cast<std::int64_t>(shape.epsilon.size() * shown_levels(state).size());
}

std::optional<BackgroundJob> step_grid_job(const ProgramState& state) {
  const StepGridFrame* grid = step_grid(state);
  if (!grid || !grid->running) return std::nullopt;
  return BackgroundJob{"Grid step", grid->done, grid->total, grid->seconds_left};
}

void sample_like_cell(ProgramState& state, std::size_t index) {
  const StepGridShape shape = step_grid_shape(state);
  const std::size_t columns = shape.epsilon.size();
  ExperimentSpec next = state.draft;
  auto found = std::ranges::find(next.samplers, kSampler, &Choice::kind);
  if (found == next.samplers.end()) {
    next.samplers[0] = {kSampler, {{"convention", std::string("P")}, {"last_step_noise", false}}};
    found = next.samplers.begin();
  }
  const EntryInfo* entry = entry_of(state.schema->samplers, kSampler);
  const auto set = [&](const char* key, const Value& value) {
    const FieldInfo* field = entry ? find_field(entry->fields, key) : nullptr;
    // a default is not written into a choice
    if (field && field->initial == value) {
      found->options.erase(key);
    } else {
      found->options[key] = value;
    }
  };
  set("steps_per_level", Value(shape.steps_per_level[index / columns]));
  set("epsilon", Value(shape.epsilon[index % columns]));
  edit_spec(state, std::move(next));
  state.view.pair = StagePair::kSingle;
}

}  // namespace scorescope
