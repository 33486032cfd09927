# What "sockgrade pack" puts beside the command, embedded as it is: ci/FORMAT/FILE.
set(pack_files
  gradescope:PROGRAM:setup.sh
  gradescope:PROGRAM:run_autograder)

# sockgrade_pack(OUTPUT): a C initialiser, one row a file.
function(sockgrade_pack output)
  set(rows "")
  foreach(row IN LISTS pack_files)
    string(REPLACE ":" ";" parts "${row}")
    list(GET parts 0 format)
    list(GET parts 1 mode)
    list(GET parts 2 file)
    set(path ${PROJECT_SOURCE_DIR}/grader/ci/${format}/${file})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${path})
    file(READ ${path} text)
    string(REPLACE "\\" "\\\\" text "${text}")
    string(REPLACE "\"" "\\\"" text "${text}")
    string(REPLACE "\n" "\\n\"\n     \"" text "${text}")
    string(APPEND rows "    {\"${format}\", \"${file}\", BUNDLE_${mode},\n     \"${text}\"},\n")
  endforeach()
  file(CONFIGURE OUTPUT ${output} CONTENT "@rows@" @ONLY)
endfunction()
