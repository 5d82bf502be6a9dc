# Finding LibTorch and configuring a build folder with it. Sourced by tools/build and tools/setup, from the
# root of the checkout. Everything it says goes to stderr.

# Whether folder $1 holds LibTorch 2.4 or newer; prints nothing.
is_torch_folder() {
  local version file
  [ -e "$1/lib/libtorch_cpu.so" ] || [ -e "$1/lib/libtorch_cpu.dylib" ] || return 1
  for file in "$1/version.py" "$1/../build-version" "$1/build-version"; do
    [ -e "$file" ] || continue
    version=$(grep -oE '[0-9]+\.[0-9]+\.[0-9]+' "$file" | head -n 1)
    [ -n "$version" ] || continue
    [ "$(printf '%s\n2.4.0\n' "$version" | sort -V | head -n 1)" = 2.4.0 ]
    return
  done
  return 1
}

# Sets torch_folder and torch_python (a Python beside it, or python3). In order: SCORESCOPE_TORCH, the torch that
# python3 would import, the wheel in .torch/. Fails if there is none; stops if SCORESCOPE_TORCH is wrong.
find_torch() {
  torch_folder= torch_python=python3
  if [ -n "${SCORESCOPE_TORCH:-}" ]; then
    is_torch_folder "$SCORESCOPE_TORCH" || {
      echo "SCORESCOPE_TORCH=$SCORESCOPE_TORCH holds no LibTorch >= 2.4 (expected lib/libtorch_cpu.so and a version file)" >&2
      exit 1
    }
    torch_folder=$SCORESCOPE_TORCH
  else
    local candidate
    candidate=$(python3 -c "import importlib.util as u; s = u.find_spec('torch'); print(s.submodule_search_locations[0] if s else '')" 2>/dev/null || true)
    for candidate in "$candidate" .torch/lib/python3*/site-packages/torch; do
      if [ -n "$candidate" ] && is_torch_folder "$candidate"; then torch_folder=$candidate; break; fi
    done
  fi
  [ -n "$torch_folder" ] || return 1
  torch_folder=$(cd "$torch_folder" && pwd)
  local beside=${torch_folder%/lib/python3*}/bin/python3
  if [ "$beside" != "$torch_folder/bin/python3" ] && [ -x "$beside" ]; then torch_python=$beside
  elif [ -x .torch/bin/python3 ]; then torch_python=$PWD/.torch/bin/python3; fi
}

# Configures build/$1 (a preset) with $torch_folder and $torch_python, unless it was so already. $2...: more options.
configure_if_needed() {
  local preset=$1 folder=build/$1 wanted log
  shift
  wanted="torch=$torch_folder python=$torch_python options=$*"
  if [ -e "$folder/build.ninja" ] && [ "$(cat "$folder/.configured" 2>/dev/null)" = "$wanted" ]; then return 0; fi
  echo "Configuring $folder with LibTorch in $torch_folder" >&2
  mkdir -p "$folder"
  log=$folder/configure.log
  if ! cmake --preset "$preset" "-DSCORESCOPE_TORCH=$torch_folder" "-DSCORESCOPE_PYTHON=$torch_python" "$@" \
    >"$log" 2>&1 </dev/null; then
    cat "$log" >&2
    return 1
  fi
  echo "$wanted" >"$folder/.configured"
}
