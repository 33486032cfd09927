# The viewer of HTML reports, embedded as it is: its scripts one behind the other in a scope of
# their own, and its style sheet.
set(viewer_scripts
  dom
  words
  report
  address
  escapes
  lanes
  diagram
  conversation
  source
  case
  student
  matrix
  overview
  course
  main)

# sockgrade_viewer(FOLDER): viewer.js and viewer.css, and viewer_files.h with their bytes.
function(sockgrade_viewer folder)
  set(from ${PROJECT_SOURCE_DIR}/reports/viewer)
  set(script "'use strict';\n(() => {\n")
  foreach(name IN LISTS viewer_scripts)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${from}/${name}.js)
    file(READ ${from}/${name}.js text)
    string(APPEND script "${text}")
  endforeach()
  string(APPEND script "})();\n")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${from}/viewer.css)
  file(READ ${from}/viewer.css style)
  set(rows "")
  foreach(kind script style)
    file(CONFIGURE OUTPUT ${folder}/viewer.${kind} CONTENT "@${kind}@" @ONLY)
    file(READ ${folder}/viewer.${kind} bytes HEX)
    string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
    string(REGEX REPLACE "(0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,)" "\\1\n"
           bytes "${bytes}")
    string(APPEND rows "static const unsigned char viewer_${kind}[] = {${bytes}};\n")
  endforeach()
  file(CONFIGURE OUTPUT ${folder}/viewer_files.h CONTENT "@rows@" @ONLY)
endfunction()
