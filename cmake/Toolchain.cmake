# Compiler, warnings, sanitizers, compiler cache and linker.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_COLOR_DIAGNOSTICS ON)

# Warnings are errors in our code; Torch, ImGui and the rest are system headers.
add_library(scorescope_warnings INTERFACE)
if(MSVC)
  target_compile_options(scorescope_warnings INTERFACE /W4 /WX)
else()
  target_compile_options(
    scorescope_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
                                  -Wnon-virtual-dtor -Woverloaded-virtual -Werror
                                  # structs are filled with named fields, the rest keep their defaults
                                  -Wno-missing-field-initializers)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # Optimiser guesses that g++ 12 gets wrong inside the standard library: they would bury real warnings.
  target_compile_options(
    scorescope_warnings INTERFACE -Wno-restrict -Wno-maybe-uninitialized -Wno-array-bounds
                                  -Wno-stringop-overflow -Wno-stringop-overread
                                  -Wno-free-nonheap-object)
endif()

if(SCORESCOPE_SANITIZE STREQUAL "address")
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=address,undefined)
elseif(SCORESCOPE_SANITIZE STREQUAL "thread")
  # LibTorch's headers hold a fence that the sanitizer does not model; ours hold none.
  add_compile_options(-fsanitize=thread -Wno-tsan)
  add_link_options(-fsanitize=thread)
elseif(SCORESCOPE_SANITIZE)
  message(FATAL_ERROR "SCORESCOPE_SANITIZE is '${SCORESCOPE_SANITIZE}'; it may be 'address', 'thread' or empty")
endif()

# ccache, told to accept a precompiled header whose files only changed their time stamps. g++ needs
# -fpch-preprocess for that, or ccache cannot see which header a file was compiled with.
find_program(CCACHE_PROGRAM ccache)
find_program(ENV_PROGRAM env)
if(CCACHE_PROGRAM AND ENV_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER
      "${ENV_PROGRAM}"
      "CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime"
      "CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}" "${CCACHE_PROGRAM}")
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-fpch-preprocess)
  endif()
endif()

find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM AND NOT APPLE)
  add_link_options(-fuse-ld=mold)
endif()
