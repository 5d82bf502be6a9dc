// Precompiled: torch/torch.h costs 16-26 s a file otherwise.
#pragma once

#include <torch/torch.h>
