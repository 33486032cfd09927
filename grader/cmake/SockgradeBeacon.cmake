# The beacon (run/beacon.h) as assembly, and that as a text in C. Run as a script, with IN and
# OUT, it does the latter.
if(CMAKE_SCRIPT_MODE_FILE)
  file(READ ${IN} hex HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
  string(REGEX REPLACE "(................................................................................)"
         "\\1\n" bytes "${bytes}")
  file(WRITE ${OUT} "#include \"run/beacon.h\"\n\nconst char beacon_source[] = {\n${bytes}0};\n")
  return()
endif()

set(plain "")
if(CMAKE_C_COMPILER_ID MATCHES Clang)   # what other assemblers do not know
  set(plain -fno-addrsig)
endif()
set(beacon ${CMAKE_CURRENT_BINARY_DIR}/beacon)
add_custom_command(OUTPUT ${beacon}.s
  COMMAND ${CMAKE_C_COMPILER} -std=gnu17 -D_GNU_SOURCE -Os -fPIC -fno-stack-protector
          -fno-asynchronous-unwind-tables ${plain}
          -I${CMAKE_CURRENT_SOURCE_DIR} -S -o ${beacon}.s
          ${CMAKE_CURRENT_SOURCE_DIR}/run/linked/beacon.c
  DEPENDS run/linked/beacon.c run/beacon.h VERBATIM)
add_custom_command(OUTPUT ${beacon}_source.c
  COMMAND ${CMAKE_COMMAND} -DIN=${beacon}.s -DOUT=${beacon}_source.c
          -P ${CMAKE_CURRENT_LIST_FILE}
  DEPENDS ${beacon}.s ${CMAKE_CURRENT_LIST_FILE} VERBATIM)
target_sources(sockgrade_core PRIVATE ${beacon}_source.c)
