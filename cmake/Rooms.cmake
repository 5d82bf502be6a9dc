# A room is a folder of the source tree and the static library made of its .cpp files (not of its subfolders).
# Files that include Torch share one precompiled header: torch/torch.h alone takes some 20 s to read. Even so each
# costs 7 s for what Torch's headers leave to be instantiated, so the files of such a room are compiled in groups:
# two helpers of one room may not have the same name. SCORESCOPE_GROUPS=OFF compiles each file alone.
# Files that draw share another one: the standard library's containers, Dear ImGui, OpenGL's names.
option(SCORESCOPE_GROUPS "Compile the files of a room that includes Torch or JSON in groups" ON)
set(group_size 6)

include_directories("${CMAKE_SOURCE_DIR}" "${CMAKE_BINARY_DIR}/generated")

file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/generated/torch_pch.cpp"
     CONTENT "// Only here to own the precompiled header.\n")
add_library(core_torch_pch STATIC "${CMAKE_BINARY_DIR}/generated/torch_pch.cpp")
target_link_libraries(core_torch_pch PRIVATE LibTorch::LibTorch scorescope_warnings)
target_precompile_headers(core_torch_pch PRIVATE "${CMAKE_SOURCE_DIR}/core/torch_pch.h")

if(SCORESCOPE_WINDOW)
  file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/generated/drawing_pch.cpp"
       CONTENT "// Only here to own the precompiled header.\n")
  add_library(app_drawing_pch STATIC "${CMAKE_BINARY_DIR}/generated/drawing_pch.cpp")
  target_link_libraries(app_drawing_pch PRIVATE Imgui::imgui Epoxy::epoxy fmt::fmt scorescope_warnings)
  target_precompile_headers(app_drawing_pch PRIVATE "${CMAKE_SOURCE_DIR}/app/drawing_pch.h")
endif()

# scorescope_room(name FOLDER folder [TORCH | GROUPED | DRAWING] [SOURCES more...] [PUBLIC libraries...] [PRIVATE libraries...])
# Sets ${name}_scope to the keyword with which one may link more libraries to it. A folder without sources gives
# an empty library, so that headers may come first and the rest of the tree still configures.
function(scorescope_room name)
  cmake_parse_arguments(ARG "TORCH;GROUPED;DRAWING" "FOLDER" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${ARG_FOLDER}/*.cpp")
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  list(APPEND sources ${ARG_SOURCES})
  if(sources)
    add_library(${name} STATIC ${sources})
    target_link_libraries(${name} PUBLIC ${ARG_PUBLIC} PRIVATE ${ARG_PRIVATE} scorescope_warnings)
    if(ARG_TORCH)
      target_precompile_headers(${name} REUSE_FROM core_torch_pch)
    elseif(ARG_DRAWING)
      target_precompile_headers(${name} REUSE_FROM app_drawing_pch)
    endif()
    if(SCORESCOPE_GROUPS AND (ARG_TORCH OR ARG_GROUPED))
      set_target_properties(${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE ${group_size})
      if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")  # a class of one file may hold that file's private ones
        target_compile_options(${name} PRIVATE -Wno-subobject-linkage)
      endif()
    endif()
    set(${name}_scope PUBLIC PARENT_SCOPE)
  else()
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE ${ARG_PUBLIC})
    set(${name}_scope INTERFACE PARENT_SCOPE)
  endif()
endfunction()
