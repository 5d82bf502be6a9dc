// Precompiled: torch/types.h costs some 12 s a file otherwise. torch/torch.h would cost each file
// another 5 s even so, because g++ instantiates what its modules and optimisers leave pending again
// in every file; the few files that need autograd or modules include those themselves.
#pragma once

#include <torch/types.h>
