// Small pictures of distributions, for choosing one by its looks.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "core/experiment/spec.h"
#include "core/run/channel.h"
#include "core/run/frames.h"

namespace scorescope {

/// The density of the data under a little noise (4 % of the picture's width), cells x cells, over
/// a square that shows all of it. A few milliseconds; any thread. Throws UserError if the data
/// cannot be made.
ScalarGrid data_picture(const Choice& data, int cells);

/// What became of one request for a picture.
struct DataSketch {
  Choice data;          ///< as asked for
  ScalarGrid picture;   ///< without cells if there is a problem
  std::string problem;  ///< why the data cannot be made, for the user; empty if it can
};

/// Makes pictures of distributions on a thread of its own, so that the interface neither computes
/// nor reads files. Every function but the destructor returns at once; the destructor waits for
/// the picture in progress and drops the rest.
class DataSketcher {
 public:
  /// `wake` is called from the thread after each sketch; it must be thread-safe and quick.
  explicit DataSketcher(std::function<void()> wake = {});
  ~DataSketcher();
  DataSketcher(const DataSketcher&) = delete;
  DataSketcher& operator=(const DataSketcher&) = delete;

  /// A picture of cells x cells, or what is wrong with the data, comes out of take_all().
  void ask(Choice data, int cells);
  /// The sketches finished since the last call, in the order they were asked for.
  std::vector<DataSketch> take_all() { return done_.take_all(); }

 private:
  struct Request {
    Choice data;
    int cells = 0;
  };

  void run();

  std::function<void()> wake_;
  Queue<std::optional<Request>> asked_;  ///< nothing: stop
  Queue<DataSketch> done_;
  std::thread thread_;
};

}  // namespace scorescope
