// scorescope features train: trains the classifier in whose features distances are measured.
#pragma once

#include <cstdint>
#include <string>

namespace scorescope {

struct FeaturesArguments {
  std::string action;          ///< train
  std::string data = "mnist";  ///< mnist | fashion_mnist | an IDX file with labels beside it | a
                               ///< folder with a folder of pictures for each class
  std::int64_t seed = 1;
  std::int64_t epochs = 8;
  std::string out;  ///< empty: <data>.safetensors in the current folder
};

/// Returns an ExitStatus. Throws UserError.
int features_command(const FeaturesArguments& arguments);

}  // namespace scorescope
