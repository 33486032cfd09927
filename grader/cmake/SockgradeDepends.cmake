# The libraries, all from the distribution and all found by pkg-config.
find_package(PkgConfig REQUIRED)
pkg_check_modules(JANSSON REQUIRED IMPORTED_TARGET jansson>=2.10)
pkg_check_modules(PCRE2 REQUIRED IMPORTED_TARGET libpcre2-8)

# Debian, Arch, Alpine and Homebrew each have a name of their own for the same Lua.
pkg_search_module(LUA REQUIRED IMPORTED_TARGET lua5.4 lua-5.4 lua54 lua>=5.4)

# ns_initparse() and its like: in libresolv with older glibc, in libc elsewhere.
find_library(RESOLV_LIBRARY resolv)
mark_as_advanced(RESOLV_LIBRARY)

if(SOCKGRADE_TESTS)
  pkg_check_modules(CMOCKA REQUIRED IMPORTED_TARGET cmocka)
  # The distribution's interpreter: a version manager's shim costs five times its start,
  # and knows none of the distribution's modules.
  find_program(SOCKGRADE_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH)
  find_program(SOCKGRADE_PYTHON python3 REQUIRED)
endif()
