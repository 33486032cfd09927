# The programs that "sockgrade explain" shows are known programs of fixtures/, embedded as
# they are: what is shown can't differ from what is tested.
set(lessons
  pass:connect-1:plain.py
  no-program:connect-1:client.pas
  build-failed:connect-1:missing-parenthesis.py
  never-connected:connect-4:forgot-to-call.py
  never-listened:listen-3:only-binds.py
  wrong-port:connect-1:typing-mistake.py
  wrong-address:connect-1:another-computer.py
  wrong-protocol:connect-1:udp.py
  wrong-role:connect-1:listens.py
  wrong-message:connect-1:bytes-as-text.py
  incomplete-message:connect-1:missing-question-mark.py
  extra-data:connect-1:asks-twice.py
  out-of-turn:connect-2:sends-both-at-once.py
  both-waiting:connect-1:receives-first.py
  closed-early:connect-1:does-not-receive.py
  reset:connect-4:prints-the-first-letters.py
  one-client:two-clients:no-loop.py
  not-printed:connect-1:forgot-print.py
  printed-early:connect-1:prints-before-receiving.py
  wrong-output:connect-1:prints-own-question.py
  kept-open:listen-4:breaks-without-close.py
  crashed:connect-1:text-to-sendall.py
  exited-early:exit-status:only-prints.py
  wants-input:connect-1:asks-for-the-message.py
  too-slow:connect-2:sleeps-a-minute.py
  spinning:last-word:waits-for-a-newline.py
  too-much:hostile/connect-2:floods-stdout.py
  forbidden:hostile/connect-2:raw-socket.py)

# sockgrade_lessons(OUTPUT): a C initialiser, one row a lesson.
function(sockgrade_lessons output)
  set(rows "")
  foreach(lesson IN LISTS lessons)
    string(REPLACE ":" ";" parts "${lesson}")
    list(GET parts 0 code)
    list(GET parts 1 folder)
    list(GET parts 2 file)
    set(path ${PROJECT_SOURCE_DIR}/fixtures/${folder}/${code}/${file})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${path})
    file(READ ${path} text)
    string(REPLACE "\\" "\\\\" text "${text}")
    string(REPLACE "\"" "\\\"" text "${text}")
    string(REPLACE "\n" "\\n\"\n     \"" text "${text}")
    string(TOUPPER "CODE_${code}" code)
    string(REPLACE "-" "_" code ${code})
    cmake_path(GET folder FILENAME exercise)
    string(APPEND rows "    [${code}] = {\"${exercise}\", \"${file}\",\n     \"${text}\"},\n")
  endforeach()
  file(CONFIGURE OUTPUT ${output} CONTENT "@rows@" @ONLY)
endfunction()
