# The libraries, all from the distribution and all found by pkg-config.
find_package(PkgConfig REQUIRED)
pkg_check_modules(JANSSON REQUIRED jansson>=2.10)
pkg_check_modules(PCRE2 REQUIRED libpcre2-8)
pkg_check_modules(UTF8PROC REQUIRED libutf8proc)
pkg_check_modules(ARCHIVE REQUIRED libarchive>=3.4)  # submissions come as zip files
pkg_check_modules(SQLITE REQUIRED sqlite3>=3.35)     # the journal of a batch
pkg_check_modules(XML2 REQUIRED libxml-2.0)          # reports as XML
pkg_check_modules(YAML REQUIRED yaml-0.1)            # what Gradescope exports
pkg_check_modules(MD REQUIRED libmd)                 # SHA-256
set(batch_libraries ARCHIVE SQLITE XML2 YAML MD)
foreach(library IN LISTS batch_libraries)
  list(APPEND BATCH_INCLUDE_DIRS ${${library}_INCLUDE_DIRS})
  list(APPEND BATCH_LDFLAGS ${${library}_LDFLAGS})
  list(APPEND BATCH_STATIC_LDFLAGS ${${library}_STATIC_LDFLAGS})
endforeach()
if(NOT SOCKGRADE_PORTABLE)
  pkg_check_modules(SECCOMP REQUIRED libseccomp>=2.5)
  pkg_check_modules(LIBDW REQUIRED libdw>=0.170)
  set(linux_headers "#include <seccomp.h>\n#include <elfutils/libdwfl.h>")
  set(linux_calls "&& seccomp_init(SCMP_ACT_ALLOW) && dwfl_begin(NULL)")
endif()

# Debian, Arch, Alpine and Homebrew each have a name of their own for the same Lua.
pkg_search_module(LUA REQUIRED lua5.4 lua-5.4 lua54 lua>=5.4)

# ns_initparse() and its like: in libresolv with older glibc, in libc elsewhere.
find_library(RESOLV_LIBRARY resolv)
mark_as_advanced(RESOLV_LIBRARY)
set(SOCKGRADE_LIBRARIES ${JANSSON_LDFLAGS} ${LUA_LDFLAGS} ${PCRE2_LDFLAGS}
    ${UTF8PROC_LDFLAGS} ${SECCOMP_LDFLAGS} ${LIBDW_LDFLAGS} ${BATCH_LDFLAGS} $<$<BOOL:${RESOLV_LIBRARY}>:resolv> m)

# A quarter of a short check's processor time went into the dynamic loader, since every
# check is a new process: the command is linked statically where the libraries are there so.
option(SOCKGRADE_STATIC "Link the command statically where that is possible" ON)
if(SOCKGRADE_STATIC AND NOT SOCKGRADE_SANITIZE AND NOT SOCKGRADE_FUZZERS)
  include(CheckCSourceCompiles)
  # libxml2 may be built with ICU, which is C++.
  set(cxx_runtime "")
  if(XML2_STATIC_LDFLAGS MATCHES "icu")
    set(cxx_runtime stdc++)
  endif()
  set(CMAKE_REQUIRED_FLAGS -static)
  set(CMAKE_REQUIRED_INCLUDES ${JANSSON_INCLUDE_DIRS} ${LUA_INCLUDE_DIRS}
      ${PCRE2_INCLUDE_DIRS} ${UTF8PROC_INCLUDE_DIRS} ${SECCOMP_INCLUDE_DIRS} ${LIBDW_INCLUDE_DIRS}
      ${BATCH_INCLUDE_DIRS})
  set(CMAKE_REQUIRED_LIBRARIES ${JANSSON_LDFLAGS} ${LUA_LDFLAGS} ${PCRE2_LDFLAGS} ${UTF8PROC_LDFLAGS}
      ${SECCOMP_LDFLAGS} ${LIBDW_STATIC_LDFLAGS} ${BATCH_STATIC_LDFLAGS} ${cxx_runtime} m)
  check_c_source_compiles("
    #define PCRE2_CODE_UNIT_WIDTH 8
    #include <pcre2.h>
    #include <jansson.h>
    #include <lauxlib.h>
    #include <utf8proc.h>
    #include <archive.h>
    #include <sqlite3.h>
    #include <libxml/xmlwriter.h>
    #include <yaml.h>
    #include <sha256.h>
    ${linux_headers}
    int main(void)
    { return json_object() && luaL_newstate() && pcre2_config(PCRE2_CONFIG_JIT, NULL)
             && utf8proc_charwidth('a')
             && archive_read_support_format_zip(archive_read_new()) && sqlite3_open(0, 0)
             && xmlNewTextWriterMemory(0, 0) && yaml_parser_initialize(0)
             && SHA256Data(0, 0, 0)
             ${linux_calls}; }
  " SOCKGRADE_CAN_LINK_STATICALLY)
  unset(CMAKE_REQUIRED_FLAGS)
  unset(CMAKE_REQUIRED_INCLUDES)
  unset(CMAKE_REQUIRED_LIBRARIES)
endif()

if(SOCKGRADE_TESTS)
  pkg_check_modules(CMOCKA REQUIRED IMPORTED_TARGET cmocka)
  # The distribution's interpreter: a version manager's shim costs five times its start,
  # and knows none of the distribution's modules.
  find_program(SOCKGRADE_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH)
  find_program(SOCKGRADE_PYTHON python3 REQUIRED)
endif()
