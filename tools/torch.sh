# Finding LibTorch, configuring a build folder with it, building there. Sourced by the scripts beside it, from the
# root of the checkout. Everything it says goes to stderr.

# Whether folder $1 holds LibTorch 2.4 or newer; prints nothing.
is_torch_folder() {
  local version file
  [ -e "$1/lib/libtorch_cpu.so" ] || [ -e "$1/lib/libtorch_cpu.dylib" ] || return 1
  for file in "$1/version.py" "$1/build-version"; do
    [ -e "$file" ] || continue
    version=$(grep -oE '[0-9]+\.[0-9]+\.[0-9]+' "$file" | head -n 1)
    [ -n "$version" ] || continue
    [ "$(printf '%s\n2.4.0\n' "$version" | sort -V | head -n 1)" = 2.4.0 ]
    return
  done
  return 1
}

# Sets torch_folder and torch_python (for test scripts). In order: SCORESCOPE_TORCH, the torch that python3 would
# import, the wheel in .torch/. Fails if there is none; stops the script if SCORESCOPE_TORCH is wrong.
find_torch() {
  local candidate beside
  torch_folder='' torch_python=python3
  if [ -n "${SCORESCOPE_TORCH:-}" ]; then
    is_torch_folder "$SCORESCOPE_TORCH" || {
      echo "SCORESCOPE_TORCH=$SCORESCOPE_TORCH holds no LibTorch >= 2.4 (lib/libtorch_cpu.so and version.py or build-version are expected in it)" >&2
      exit 1
    }
    torch_folder=$SCORESCOPE_TORCH
  else
    candidate=$(python3 -c "import importlib.util as u; s = u.find_spec('torch'); print(s.submodule_search_locations[0] if s else '')" 2>/dev/null || true)
    if [ -n "$candidate" ] && is_torch_folder "$candidate"; then torch_folder=$candidate; fi
    for candidate in .torch/lib/python3*/site-packages/torch; do
      # pip writes RECORD last: without it a fetch was cut short
      if [ -z "$torch_folder" ] && is_torch_folder "$candidate" && compgen -G "$candidate-*.dist-info/RECORD" >/dev/null; then
        torch_folder=$candidate
      fi
    done
  fi
  [ -n "$torch_folder" ] || return 1
  torch_folder=$(cd "$torch_folder" && pwd)
  beside=${torch_folder%/lib/python3*}/bin/python3
  if [ -x .torch/bin/python3 ]; then torch_python=$PWD/.torch/bin/python3
  elif [ "$beside" != "$torch_folder/bin/python3" ] && [ -x "$beside" ]; then torch_python=$beside; fi
}

configuration() { echo "torch=$torch_folder python=$torch_python${SCORESCOPE_WINDOW:+ window=$SCORESCOPE_WINDOW}"; }

# Whether build/$1 was configured with the LibTorch and the Python found.
is_configured() {
  [ -e "build/$1/build.ninja" ] && [ "$(cat "build/$1/.configured" 2>/dev/null)" = "$(configuration)" ]
}

# Configures build/$1 (a preset) with the LibTorch and the Python found, unless it was so already.
configure_if_needed() {
  local folder=build/$1
  is_configured "$1" && return 0
  echo "Configuring $folder with LibTorch in $torch_folder" >&2
  mkdir -p "$folder"
  rm -f "$folder/.configured" "$folder"/.built-*
  if ! cmake --preset "$1" "-DSCORESCOPE_TORCH=$torch_folder" "-DSCORESCOPE_PYTHON=$torch_python" \
    "-DSCORESCOPE_WINDOW=${SCORESCOPE_WINDOW:-ON}" \
    >"$folder/configure.log" 2>&1 </dev/null; then
    cat "$folder/configure.log" >&2
    return 1
  fi
  configuration >"$folder/.configured"
}

# Whether anything that a build is made from is newer than the file $1.
is_older_than_sources() {
  [ -n "$(find CMakeLists.txt CMakePresets.json cmake core app shaders tests bench /var/lib/dpkg/status \
    -newer "$1" -print -quit 2>/dev/null)" ]
}

# Builds targets $2... of build/$1. Looks at time stamps first (folders have them too, so that new and removed
# files count), because ninja cannot say beforehand whether it would do anything.
build_if_needed() {
  local folder=build/$1 lock=() stamp started=$SECONDS
  shift
  stamp=$folder/.built-$(cksum <<<"$*" | cut -d ' ' -f 1)
  if [ -e "$stamp" ] && ! is_older_than_sources "$stamp"; then return 0; fi
  if command -v flock >/dev/null; then lock=(flock "$folder/.lock"); fi
  touch "$stamp.new"
  echo "Building in $folder ..." >&2
  "${lock[@]}" ninja -C "$folder" "$@" 1>&2 || { echo "The build failed." >&2; return 1; }
  touch -r "$stamp.new" "$stamp"
  rm -f "$stamp.new"
  echo "Built in $((SECONDS - started)) s." >&2
}

# Runs ctest in build/$1 with arguments $2..., then prints "N passed, M failed" as the last line. Fails if a test
# failed or none ran.
run_tests() {
  local folder=build/$1 log=build/$1/ctest.log status=0 failed total skipped
  shift
  ctest --test-dir "$folder" --output-on-failure --no-tests=error -j2 "$@" 2>&1 | tee "$log" || status=$?
  total=$(sed -n 's/.* tests failed out of \([0-9]*\).*/\1/p' "$log" | tail -n 1)
  failed=$(sed -n 's/.*, \([0-9]*\) tests failed out of .*/\1/p' "$log" | tail -n 1)
  skipped=$(grep -cE '\*\*\*(Skipped|Not Run)' "$log" || true)
  total=${total:-0} failed=${failed:-0}
  if [ "$skipped" -gt 0 ]; then
    echo "$((total - failed - skipped)) passed, $failed failed, $skipped skipped"
  else
    echo "$((total - failed)) passed, $failed failed"
  fi
  return $status
}
