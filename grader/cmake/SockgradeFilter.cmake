# The filter of system calls (run/filter.h) as a table, made by libseccomp while we are built:
# it takes a third of a millisecond, and every run needs it. Not where we are built for
# another machine: there it is made when it is needed.
if(CMAKE_CROSSCOMPILING)
  return()
endif()
add_executable(filter_table run/linked/filter_table.c run/filter.c run/kernel.c base/buf.c
                            base/error.c)
target_include_directories(filter_table PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}
                           ${SECCOMP_INCLUDE_DIRS})
target_link_libraries(filter_table PRIVATE ${SECCOMP_LDFLAGS} sockgrade_flags)
set(table ${CMAKE_CURRENT_BINARY_DIR}/generated/run/filter_table.h)
add_custom_command(OUTPUT ${table}
  COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_CURRENT_BINARY_DIR}/generated/run
  COMMAND filter_table > ${table}
  DEPENDS filter_table VERBATIM)
target_sources(sockgrade_core PRIVATE ${table})
target_compile_definitions(sockgrade_core PRIVATE SOCKGRADE_FILTER_TABLE)
