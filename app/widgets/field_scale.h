// Where a number of a field stands on its slider, and back. Pure functions.
#pragma once

#include "core/base/field.h"

namespace scorescope {

/// Only numbers with two finite ends slide; the rest is typed.
bool has_slider(const FieldInfo& field);

/// 0 at the field's minimum, 1 at its maximum; over the logarithm (log(1 + value) if the minimum is
/// 0) where the field says so. `value` must be a number; it is held within the range.
double slider_position(const FieldInfo& field, const Value& value);

/// The inverse, rounded as one would choose it by hand: whole numbers for whole options and, for
/// wide ranges, two to three significant digits. Never outside the range.
Value value_at(const FieldInfo& field, double position);

}  // namespace scorescope
