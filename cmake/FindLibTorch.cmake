# LibTorch without Torch's own CMake files (those of a CUDA wheel insist on a CUDA toolkit).
# Input: SCORESCOPE_TORCH (cache or environment); else an importable Python torch; else .torch/ in the checkout.
# Output: target LibTorch::LibTorch, LibTorch_VERSION, LibTorch_FOLDER, LibTorch_CUDA, LibTorch_CUDA_HEADERS (of the
# CUDA runtime, for CUDA graphs; empty where they are not at hand).
set(LibTorch_FOLDER "${SCORESCOPE_TORCH}")
if(NOT LibTorch_FOLDER)
  set(LibTorch_FOLDER "$ENV{SCORESCOPE_TORCH}")
endif()
if(NOT LibTorch_FOLDER)
  execute_process(
    COMMAND python3 -c "import importlib.util as u; s = u.find_spec('torch'); print(s.submodule_search_locations[0] if s else '')"
    OUTPUT_VARIABLE LibTorch_FOLDER OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
if(NOT LibTorch_FOLDER)
  file(GLOB in_checkout "${CMAKE_SOURCE_DIR}/.torch/lib/python3*/site-packages/torch")
  list(APPEND in_checkout "")
  list(GET in_checkout 0 LibTorch_FOLDER)
endif()

function(scorescope_read_torch_version)
  set(LibTorch_VERSION "" PARENT_SCOPE)
  foreach(name version.py ../build-version build-version include/torch/headeronly/version.h
          include/torch/csrc/api/include/torch/version.h)
    if(EXISTS "${LibTorch_FOLDER}/${name}")
      file(READ "${LibTorch_FOLDER}/${name}" text)
      if(text MATCHES "(^|__version__ = '|define TORCH_VERSION \")([0-9]+\\.[0-9]+\\.[0-9]+)")
        set(LibTorch_VERSION "${CMAKE_MATCH_2}" PARENT_SCOPE)
        return()
      endif()
    endif()
  endforeach()
endfunction()
scorescope_read_torch_version()

# As the headers write it: 13000 for CUDA 13.0; 0 if the package does not say.
function(scorescope_read_cuda_version)
  set(LibTorch_CUDART_VERSION 0 PARENT_SCOPE)
  foreach(name version.py ../build-version build-version)
    if(EXISTS "${LibTorch_FOLDER}/${name}")
      file(READ "${LibTorch_FOLDER}/${name}" text)
      if(text MATCHES "cuda[^\n]*= '([0-9]+)\\.([0-9]+)'" OR text MATCHES "\\+cu([0-9]+)([0-9])")
        math(EXPR version "${CMAKE_MATCH_1} * 1000 + ${CMAKE_MATCH_2} * 10")
        set(LibTorch_CUDART_VERSION ${version} PARENT_SCOPE)
        return()
      endif()
    endif()
  endforeach()
endfunction()

foreach(name c10 torch_cpu torch torch_cuda c10_cuda)
  find_library(LibTorch_${name} NAMES ${name} PATHS "${LibTorch_FOLDER}/lib" NO_DEFAULT_PATH NO_CACHE)
endforeach()
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(
  LibTorch REQUIRED_VARS LibTorch_FOLDER LibTorch_c10 LibTorch_torch_cpu LibTorch_torch
  VERSION_VAR LibTorch_VERSION
  REASON_FAILURE_MESSAGE "Give SCORESCOPE_TORCH, or let ./run fetch LibTorch.")

if(LibTorch_FOUND AND NOT TARGET LibTorch::LibTorch)
  # The string ABI the libraries were built with: said by the package's own file; 1 since 2.7.
  set(abi 1)
  if(EXISTS "${LibTorch_FOLDER}/share/cmake/Torch/TorchConfig.cmake")
    file(READ "${LibTorch_FOLDER}/share/cmake/Torch/TorchConfig.cmake" text)
    if(text MATCHES "_GLIBCXX_USE_CXX11_ABI=([01])")
      set(abi ${CMAKE_MATCH_1})
    endif()
  endif()
  if(abi EQUAL 0)
    message(FATAL_ERROR "${LibTorch_FOLDER} was built with the old C++ string ABI, which the Debian packages "
                        "do not share. Use the wheel 2.7 or newer, or the 'cxx11-abi' LibTorch archive.")
  endif()

  add_library(LibTorch::LibTorch INTERFACE IMPORTED GLOBAL)
  target_compile_definitions(LibTorch::LibTorch INTERFACE _GLIBCXX_USE_CXX11_ABI=${abi})
  # After the system's folders: the wheel brings headers of its own fmt, whose functions it does not export.
  target_compile_options(
    LibTorch::LibTorch INTERFACE "SHELL:-idirafter ${LibTorch_FOLDER}/include"
                                 "SHELL:-idirafter ${LibTorch_FOLDER}/include/torch/csrc/api/include")
  if(LibTorch_torch_cuda AND LibTorch_c10_cuda)
    set(LibTorch_CUDA ON)
    # Hardly anything of ours names a symbol of the CUDA libraries: they register themselves when loaded, so the
    # linker must keep them. What they need in turn (CUDA's own libraries) is found at run time by their own paths.
    target_link_libraries(
      LibTorch::LibTorch
      INTERFACE "-Wl,--push-state,--no-as-needed,${LibTorch_torch},${LibTorch_torch_cpu},${LibTorch_torch_cuda},${LibTorch_c10_cuda},${LibTorch_c10},--pop-state")
    target_link_options(LibTorch::LibTorch INTERFACE -Wl,--unresolved-symbols=ignore-in-shared-libs)
    # Beside the wheel lie those that its packages bring; crt/ comes with nvidia-cuda-crt or a toolkit. Only those of
    # the CUDA that LibTorch was built with will do: its classes change their size from one to another.
    file(GLOB in_wheel "${LibTorch_FOLDER}/../nvidia/cu[0-9]*/include" "${LibTorch_FOLDER}/../nvidia/cuda_runtime/include")
    scorescope_read_cuda_version()
    set(LibTorch_CUDA_HEADERS "")
    foreach(folder IN LISTS in_wheel ITEMS /usr/local/cuda/include)
      if(EXISTS "${folder}/crt/host_defines.h" AND EXISTS "${folder}/cuda_runtime_api.h")
        file(STRINGS "${folder}/cuda_runtime_api.h" version REGEX "define CUDART_VERSION +[0-9]+")
        string(REGEX MATCH "[0-9]+" version "${version}")
        if(version AND version EQUAL LibTorch_CUDART_VERSION)
          set(LibTorch_CUDA_HEADERS "${folder}")
          break()
        endif()
      endif()
    endforeach()
  else()
    set(LibTorch_CUDA OFF)
    target_link_libraries(LibTorch::LibTorch INTERFACE "${LibTorch_torch}" "${LibTorch_torch_cpu}"
                                                       "${LibTorch_c10}")
  endif()
  target_link_options(LibTorch::LibTorch INTERFACE "-Wl,-rpath,${LibTorch_FOLDER}/lib")
  message(STATUS "LibTorch ${LibTorch_VERSION} in ${LibTorch_FOLDER} (CUDA: ${LibTorch_CUDA}, headers for CUDA graphs: ${LibTorch_CUDA_HEADERS})")
endif()
