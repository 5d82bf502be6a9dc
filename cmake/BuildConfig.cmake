# build_config.h: the version, and where this build finds files at run time.
find_file(inter_regular Inter-Regular.otf PATHS /usr/share/fonts/opentype/inter NO_DEFAULT_PATH NO_CACHE)
find_file(inter_medium Inter-Medium.otf PATHS /usr/share/fonts/opentype/inter NO_DEFAULT_PATH NO_CACHE)
find_file(inter_semibold Inter-SemiBold.otf PATHS /usr/share/fonts/opentype/inter NO_DEFAULT_PATH NO_CACHE)
find_file(mono_regular JetBrainsMono-Regular.ttf PATHS /usr/share/fonts/truetype/jetbrains-mono
          NO_DEFAULT_PATH NO_CACHE)
find_file(mono_medium JetBrainsMono-Medium.ttf PATHS /usr/share/fonts/truetype/jetbrains-mono
          NO_DEFAULT_PATH NO_CACHE)
foreach(font inter_regular inter_medium inter_semibold mono_regular mono_medium)
  if(NOT ${font})
    set(${font} "")
  endif()
endforeach()
if(SCORESCOPE_WINDOW)
  add_compile_definitions(SCORESCOPE_WINDOW=1)
else()
  add_compile_definitions(SCORESCOPE_WINDOW=0)
endif()
configure_file("${CMAKE_SOURCE_DIR}/cmake/build_config.h.in" "${CMAKE_BINARY_DIR}/generated/build_config.h"
               @ONLY)
