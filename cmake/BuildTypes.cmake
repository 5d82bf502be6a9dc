# What each build type means. Read before project(), so that CMake does not put its own flags first.
# No type defines NDEBUG: our checks stay. Plain baseline instruction set and no fast-math: numbers must not
# depend on the machine that built the program.
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Release, Debug or Sanitize")
endif()
set(CMAKE_CXX_FLAGS_RELEASE "-O3" CACHE STRING "Flags of Release")
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g" CACHE STRING "Flags of Debug")
set(CMAKE_CXX_FLAGS_SANITIZE "-O1 -g1 -fno-omit-frame-pointer" CACHE STRING "Flags of Sanitize")
set(CMAKE_EXE_LINKER_FLAGS_SANITIZE "" CACHE STRING "Linker flags of Sanitize")
