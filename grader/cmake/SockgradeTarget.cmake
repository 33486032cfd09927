# One interface target carries every compile and link rule; everything links it.
add_library(sockgrade_flags INTERFACE)
if(NOT SOCKGRADE_PORTABLE)
  target_compile_definitions(sockgrade_flags INTERFACE _GNU_SOURCE)
elseif(CMAKE_SYSTEM_NAME STREQUAL "Linux")   # what is not POSIX shall not compile
  target_compile_definitions(sockgrade_flags INTERFACE _XOPEN_SOURCE=700)
elseif(CMAKE_SYSTEM_NAME STREQUAL "Darwin")
  target_compile_definitions(sockgrade_flags INTERFACE _DARWIN_C_SOURCE)
endif()   # the BSDs show everything unless they are asked for a standard
target_compile_options(sockgrade_flags INTERFACE
  -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes
  -Wwrite-strings -Wpointer-arith -Wundef -Wvla -Wformat=2
  $<$<BOOL:${SOCKGRADE_WERROR}>:-Werror>)
if(SOCKGRADE_SANITIZE)
  set(san -fsanitize=${SOCKGRADE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_compile_options(sockgrade_flags INTERFACE ${san})
  target_link_options(sockgrade_flags INTERFACE ${san})
endif()
if(SOCKGRADE_FUZZERS)   # coverage must be seen in the core, not only at the entry point
  target_compile_options(sockgrade_flags INTERFACE -fsanitize=fuzzer-no-link)
  target_link_options(sockgrade_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

foreach(config RELEASE RELWITHDEBINFO MINSIZEREL)   # asserts stay on: a grader must not guess
  string(REGEX REPLACE "-DNDEBUG" "" CMAKE_C_FLAGS_${config} "${CMAKE_C_FLAGS_${config}}")
endforeach()

# sockgrade_choose(OUT NAME...): those of a layer's names that this build takes.
function(sockgrade_choose out)
  set(chosen "")
  foreach(name IN LISTS ARGN)
    if(name MATCHES "_portable$")
      set(takes ${SOCKGRADE_PORTABLE})
    elseif(name IN_LIST linux_only OR "${name}_portable" IN_LIST ARGN)
      set(takes TRUE)
      if(SOCKGRADE_PORTABLE)
        set(takes FALSE)
      endif()
    else()
      set(takes TRUE)
    endif()
    if(takes)
      list(APPEND chosen ${name})
    endif()
  endforeach()
  set(${out} ${chosen} PARENT_SCOPE)
endfunction()
