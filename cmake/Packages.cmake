# Everything that Debian packages, and LibTorch. Packages without CMake files of their own get a target here.
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(LibTorch 2.4 REQUIRED)

# scorescope_found_library(Name::target HEADER h SUFFIX include/sub/folder LIBRARY lib): an imported target
function(scorescope_found_library target)
  cmake_parse_arguments(ARG "OPTIONAL" "HEADER;SUFFIX;LIBRARY;DEBIAN" "" ${ARGN})
  string(REGEX REPLACE ".*::" "" name ${target})
  find_path(${name}_include NAMES ${ARG_HEADER} PATH_SUFFIXES "${ARG_SUFFIX}" NO_CACHE)
  find_library(${name}_library NAMES ${ARG_LIBRARY} NO_CACHE)
  add_library(${target} INTERFACE IMPORTED GLOBAL)
  if(${name}_include AND ${name}_library)
    target_include_directories(${target} SYSTEM INTERFACE "${${name}_include}")
    target_link_libraries(${target} INTERFACE "${${name}_library}")
  elseif(NOT ARG_OPTIONAL)
    message(FATAL_ERROR "${ARG_HEADER} or its library was not found (Debian package ${ARG_DEBIAN})")
  endif()
endfunction()

scorescope_found_library(Stb::stb HEADER stb_image.h SUFFIX stb LIBRARY stb DEBIAN libstb-dev)
scorescope_found_library(Scorescope::highway HEADER hwy/highway.h LIBRARY hwy DEBIAN libhwy-dev
                         OPTIONAL)
if(SCORESCOPE_WINDOW)
  find_package(glfw3 3.3 REQUIRED)
  scorescope_found_library(Epoxy::epoxy HEADER epoxy/gl.h LIBRARY epoxy DEBIAN libepoxy-dev)
  scorescope_found_library(Egl::egl HEADER EGL/egl.h LIBRARY EGL DEBIAN libegl-dev)
  # Debian's static library holds the GLFW and OpenGL 3 back ends
  scorescope_found_library(Imgui::imgui HEADER imgui.h SUFFIX imgui LIBRARY imgui DEBIAN libimgui-dev)
  target_link_libraries(Imgui::imgui INTERFACE Stb::stb glfw ${CMAKE_DL_LIBS})
endif()
