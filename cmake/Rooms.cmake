# A room is a folder of the source tree and the static library made of its .cpp files (not of its subfolders).
# Files that include Torch share one precompiled header: torch/torch.h alone takes some 20 s to read.

include_directories("${CMAKE_SOURCE_DIR}" "${CMAKE_BINARY_DIR}/generated")

file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/generated/torch_pch.cpp"
     CONTENT "// Only here to own the precompiled header.\n")
add_library(core_torch_pch STATIC "${CMAKE_BINARY_DIR}/generated/torch_pch.cpp")
target_link_libraries(core_torch_pch PRIVATE LibTorch::LibTorch scorescope_warnings)
target_precompile_headers(core_torch_pch PRIVATE "${CMAKE_SOURCE_DIR}/core/torch_pch.h")

# scorescope_room(name FOLDER folder [TORCH] [SOURCES more...] [PUBLIC libraries...] [PRIVATE libraries...])
# Sets ${name}_scope to the keyword with which one may link more libraries to it. A folder without sources gives
# an empty library, so that headers may come first and the rest of the tree still configures.
function(scorescope_room name)
  cmake_parse_arguments(ARG "TORCH" "FOLDER" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${ARG_FOLDER}/*.cpp")
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  list(APPEND sources ${ARG_SOURCES})
  if(sources)
    add_library(${name} STATIC ${sources})
    target_link_libraries(${name} PUBLIC ${ARG_PUBLIC} PRIVATE ${ARG_PRIVATE} scorescope_warnings)
    if(ARG_TORCH)
      target_precompile_headers(${name} REUSE_FROM core_torch_pch)
    endif()
    set(${name}_scope PUBLIC PARENT_SCOPE)
  else()
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE ${ARG_PUBLIC})
    set(${name}_scope INTERFACE PARENT_SCOPE)
  endif()
endfunction()
