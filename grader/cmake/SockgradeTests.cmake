# Tests are named by kind and place, and carry their kind as a label. Status 77: skipped.

# No test fails for its time: after so many seconds it hangs, however slow or loaded the computer
# is. (What takes long by nature says more.)
set(sockgrade_hangs 900)

# sockgrade_unit_tests(LAYER NAME...): tests/unit/LAYER/NAME_test.c -> unit.LAYER.NAME
# Those of linux_tests test what the portable build leaves out.
function(sockgrade_unit_tests layer)
  foreach(name IN LISTS ARGN)
    if(SOCKGRADE_PORTABLE AND name IN_LIST linux_tests)
      continue()
    endif()
    set(target unit_${layer}_${name})
    add_executable(${target} tests/unit/${layer}/${name}_test.c)
    target_link_libraries(${target} PRIVATE sockgrade_core sockgrade_flags PkgConfig::CMOCKA)
    target_compile_definitions(${target} PRIVATE _DEFAULT_SOURCE)
    target_compile_definitions(${target} PRIVATE
      SOCKGRADE_TEST_DATA="${CMAKE_CURRENT_SOURCE_DIR}/tests/unit")
    add_test(NAME unit.${layer}.${name} COMMAND ${target})
    set_tests_properties(unit.${layer}.${name} PROPERTIES
      LABELS unit TIMEOUT ${sockgrade_hangs} SKIP_RETURN_CODE 77)
  endforeach()
endfunction()

# sockgrade_fuzzers(NAME...): tests/fuzz/fuzz_NAME.c and tests/fuzz/corpus/NAME/. Every build
# replays the corpus as fuzz.NAME; under libFuzzer, fuzz-long.NAME goes on from there.
function(sockgrade_fuzzers)
  foreach(name IN LISTS ARGN)
    add_executable(fuzz_${name} tests/fuzz/fuzz_${name}.c)
    target_link_libraries(fuzz_${name} PRIVATE sockgrade_core sockgrade_flags)
    file(GLOB seeds CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/tests/fuzz/corpus/${name}/*)
    if(SOCKGRADE_FUZZERS)
      target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
      set(grown ${CMAKE_CURRENT_BINARY_DIR}/corpus/${name})
      file(MAKE_DIRECTORY ${grown})
      add_test(NAME fuzz-long.${name}
               COMMAND fuzz_${name} -max_total_time=20 -timeout=10 -print_final_stats=1
                       -artifact_prefix=${CMAKE_CURRENT_BINARY_DIR}/fuzz_${name}.
                       ${grown} ${CMAKE_CURRENT_SOURCE_DIR}/tests/fuzz/corpus/${name})
      set_tests_properties(fuzz-long.${name} PROPERTIES LABELS fuzz-long TIMEOUT 120)
    else()
      target_sources(fuzz_${name} PRIVATE tests/fuzz/replay.c)
    endif()
    add_test(NAME fuzz.${name} COMMAND fuzz_${name} ${seeds})
    set_tests_properties(fuzz.${name} PROPERTIES LABELS fuzz TIMEOUT ${sockgrade_hangs})
  endforeach()
endfunction()

# What the portable build is tried on: the exercises of one tutorial. That it sees nothing of
# a program changes verdicts in the same ways in the others (tests/portable-codes).
set(sockgrade_portable_exercises "^(connect|listen)-[0-9]$|^(exit-status|last-word|two-clients)$")

# Every FOLDER/EXERCISE/CODE/FILE, a folder too, is one test, KIND.EXERCISE.CODE.NAME: its
# path says what must come out. What follows are the words that run it: a script and its first arguments.
# With SOCKGRADE_SAMPLE, only the first of each EXERCISE/CODE. Names of the tests are added to
# the list sockgrade_KIND_tests.
function(sockgrade_program_tests kind folder)
  set(looks ${CMAKE_CURRENT_BINARY_DIR}/looks)
  file(MAKE_DIRECTORY ${looks})
  file(GLOB paths CONFIGURE_DEPENDS LIST_DIRECTORIES true
       RELATIVE ${folder} ${folder}/*/*/*)
  list(FILTER paths EXCLUDE REGEX "^hostile/|/__pycache__$")   # of a kind of their own
  foreach(path IN LISTS paths)
    string(REPLACE "/" ";" parts "${path}")
    list(GET parts 0 exercise)
    list(GET parts 1 code)
    list(GET parts 2 file)
    cmake_path(GET file STEM LAST_ONLY name)
    if((SOCKGRADE_SAMPLE AND "${exercise}/${code}" IN_LIST sampled)
       OR (SOCKGRADE_PORTABLE AND NOT exercise MATCHES "${sockgrade_portable_exercises}"))
      continue()
    endif()
    list(APPEND sampled ${exercise}/${code})
    set(test ${kind}.${exercise}.${code}.${name})
    if(TEST ${test})   # plain.c beside plain.py
      set(test ${kind}.${exercise}.${code}.${file})
    endif()
    add_test(NAME ${test}
             COMMAND ${SOCKGRADE_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/tests/${ARGN}
                     $<TARGET_FILE:sockgrade> ${exercise} ${code} ${folder}/${path})
    set_tests_properties(${test} PROPERTIES
      LABELS ${kind} TIMEOUT ${sockgrade_hangs} SKIP_RETURN_CODE 77
      ENVIRONMENT "SOCKGRADE_EXERCISES=${PROJECT_SOURCE_DIR}/exercises;SOCKGRADE_LOOKS=${looks}")
    list(APPEND tests ${test})
    if(SOCKGRADE_PORTABLE AND code STREQUAL "pass")
      # A second play, with newlines, comes after the whole patience: the longest go first.
      set_tests_properties(${test} PROPERTIES COST 60)
    endif()
  endforeach()
  set(sockgrade_${kind}_tests ${tests} PARENT_SCOPE)
endfunction()

# The known programs, and those that attack: fixtures/hostile/EXERCISE/CODE/FILE. They must
# not run where nothing holds them.
function(sockgrade_fixture_tests)
  if(SOCKGRADE_PORTABLE)
    sockgrade_program_tests(fixture ${PROJECT_SOURCE_DIR}/fixtures portable.py)
    add_test(NAME portable.codes COMMAND ${SOCKGRADE_PYTHON}
             ${CMAKE_CURRENT_SOURCE_DIR}/tests/portable.py --check-list)
    set_tests_properties(portable.codes PROPERTIES LABELS fixture TIMEOUT ${sockgrade_hangs})
    return()
  endif()
  sockgrade_program_tests(fixture ${PROJECT_SOURCE_DIR}/fixtures fixture.py)
  add_test(NAME fixture.lines COMMAND ${SOCKGRADE_PYTHON}
           ${CMAKE_CURRENT_SOURCE_DIR}/tests/lines.py $<TARGET_FILE:sockgrade>)
  set_tests_properties(fixture.lines PROPERTIES
    LABELS fixture TIMEOUT ${sockgrade_hangs} SKIP_RETURN_CODE 77 DEPENDS "${sockgrade_fixture_tests}"
    ENVIRONMENT "SOCKGRADE_EXERCISES=${PROJECT_SOURCE_DIR}/exercises;SOCKGRADE_LOOKS=${CMAKE_CURRENT_BINARY_DIR}/looks")
  add_test(NAME fixture.schema COMMAND ${SOCKGRADE_PYTHON}
           ${CMAKE_CURRENT_SOURCE_DIR}/tests/schema.py $<TARGET_FILE:sockgrade>
           ${CMAKE_CURRENT_BINARY_DIR}/looks)
  set_tests_properties(fixture.schema PROPERTIES
    LABELS fixture TIMEOUT ${sockgrade_hangs} SKIP_RETURN_CODE 77 DEPENDS "${sockgrade_fixture_tests}")
  add_test(NAME fixture.catalogue COMMAND ${SOCKGRADE_PYTHON}
           ${CMAKE_CURRENT_SOURCE_DIR}/tests/catalogue.py)
  set_tests_properties(fixture.catalogue PROPERTIES LABELS fixture TIMEOUT ${sockgrade_hangs})
  file(GLOB texts CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/tests/golden/*.txt)
  foreach(text IN LISTS texts)
    cmake_path(GET text STEM LAST_ONLY code)
    add_test(NAME golden.${code} COMMAND ${SOCKGRADE_PYTHON}
             ${CMAKE_CURRENT_SOURCE_DIR}/tests/golden.py $<TARGET_FILE:sockgrade> ${code})
    set_tests_properties(golden.${code} PROPERTIES
      LABELS golden TIMEOUT ${sockgrade_hangs} SKIP_RETURN_CODE 77
      ENVIRONMENT SOCKGRADE_EXERCISES=${PROJECT_SOURCE_DIR}/exercises)
  endforeach()
  add_test(NAME golden.list COMMAND ${SOCKGRADE_PYTHON}
           ${CMAKE_CURRENT_SOURCE_DIR}/tests/golden.py --check-list)
  set_tests_properties(golden.list PROPERTIES LABELS golden TIMEOUT ${sockgrade_hangs})
  sockgrade_program_tests(hostile ${PROJECT_SOURCE_DIR}/fixtures/hostile
                          fixture.py --hostile)
endfunction()

# tests/cli/NAME.sh -> cli.NAME
function(sockgrade_cli_tests)
  file(GLOB scripts CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/tests/cli/*.sh)
  foreach(script IN LISTS scripts)
    cmake_path(GET script STEM LAST_ONLY name)
    sockgrade_script_test(cli.${name} cli ${sockgrade_hangs} ${script})
  endforeach()
endfunction()

# sockgrade_script_test(NAME LABEL TIMEOUT SCRIPT ARGUMENT...)
function(sockgrade_script_test test label timeout script)
  set(runner "")
  if(SOCKGRADE_PORTABLE)
    set(runner ${SOCKGRADE_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/tests/portable.py --alone)
  endif()
  add_test(NAME ${test} COMMAND ${runner} sh ${script} ${ARGN})
  set_tests_properties(${test} PROPERTIES
    LABELS ${label} TIMEOUT ${timeout} SKIP_RETURN_CODE 77
    ENVIRONMENT "SOCKGRADE=$<TARGET_FILE:sockgrade>;SOCKGRADE_SOURCE=${PROJECT_SOURCE_DIR};SOCKGRADE_PYTHON=${SOCKGRADE_PYTHON}")
endfunction()

# tests/fault/NAME.py -> fault.NAME: what breaks while a course is graded.
function(sockgrade_fault_tests)
  foreach(name IN LISTS ARGN)
    sockgrade_script_test(fault.${name} fault 1200
                          ${CMAKE_CURRENT_SOURCE_DIR}/tests/fault/fault.sh ${name})
  endforeach()
endfunction()
