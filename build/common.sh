# shellcheck shell=bash
# Sourced by the commands in bin and in this folder: builds what is older than its source, and runs a class of it.
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

# Whether an argument of the command asks for help or for the version.
help=false
for argument in "$@"; do
  case "$argument" in -h | --help | -V | --version) help=true ;; esac
done

# stale FILE SOURCE...: whether FILE is missing or older than a file in one of the sources.
stale() {
  [ ! -e "$1" ] || [ -n "$(find "${@:2}" -newer "$1" -print 2>/dev/null | head -n 1)" ]
}

# maven ARGUMENT...: runs Maven from $mvn, and says on standard error which module it builds, what it downloads and how long
# that takes. When it fails, all that Maven said is kept in a file.
maven() {
  local log line files=0 begin=$SECONDS
  log="$(mktemp)"
  # Maven itself runs on the java that it finds; the build finds JDK 25 by itself.
  [ -n "${JAVA_HOME:-}" ] || type java >/dev/null 2>&1 || export JAVA_HOME="$jdk"
  (cd "$root" && "$mvn" -B "$@" -Dmaven.test.skip=true -Dexec.skip=true 2>&1) | while IFS= read -r line; do
    printf '%s\n' "$line" >>"$log"
    case "$line" in
      "[INFO] Building "*" ["*/*"]")
        # shellcheck disable=SC2086 # One space between the words.
        set -- ${line#*Building}
        printf '[%3d s] building %s\n' $((SECONDS - begin)) "$*"
        ;;
      *"Downloaded from "*)
        files=$((files + 1))
        [ $((files % 50)) != 0 ] || printf '[%3d s]   %d files downloaded\n' $((SECONDS - begin)) "$files"
        ;;
      "[ERROR]"*) printf '%s\n' "$line" ;;
    esac
  done >&2 || {
    echo "The build failed: see above, or all of it in $log." >&2
    return 1
  }
  rm -f "$log"
  printf '[%3d s] built\n' $((SECONDS - begin)) >&2
}

# build "MODULE..." [TOOL...]: sets jdk, and builds the last module with those before it unless it is newer than their
# source. The tools are required only where something has to be built. One sentence for each tool that is missing. Help is
# printed at once: for it, what was built last is good enough.
build() {
  local module="" lint="" modules="$1" sources="$root/pom.xml
$root/events" missing=0 started tool built
  mvn=""
  shift
  for module in $modules; do
    sources="$sources
$root/$module/pom.xml
$root/$module/src/main
$root/$module/src/assembly"
  done
  built="$root/$module/target/built"
  jdk="$("$root/build/find-tool" jdk)" || missing=1
  [ "$missing" = 0 ] && [ "$help" = true ] && [ -e "$built" ] && return 0
  local IFS=$'\n'
  # shellcheck disable=SC2086 # One path per line.
  if stale "$built" $sources; then
    mvn="$("$root/build/find-tool" maven)" || missing=1
    for tool in "$@"; do
      "$root/build/find-tool" "$tool" >/dev/null || missing=1
    done
  fi
  [ "$missing" = 0 ] || exit 1
  [ -n "$mvn" ] || return 0
  if [ ! -e "$built" ]; then
    echo "building $module for the first time, which takes minutes where Maven has to download its plugins and libraries" >&2
    # Error Prone is for code that is changed here, and takes two thirds of the compiler's time.
    lint=-Derrorprone=-XDerrorprone=false
  fi
  started="$(mktemp)"
  maven -pl "$module" -am package -Dcommands.jar.skip=true ${lint:+"$lint"} || {
    rm -f "$started"
    exit 1
  }
  IFS=' '
  for module in $modules; do
    touch -r "$started" "$root/$module/target/built"
  done
  rm -f "$started"
}

# Without a locale of UTF-8 the JDK destroys other characters of the arguments.
case "${LC_ALL:-${LC_CTYPE:-${LANG:-}}}" in
  *UTF-8* | *utf8* | *UTF8* | *utf-8*) ;;
  *) [ -n "${LC_ALL:-}" ] || export LC_ALL=C.UTF-8 ;;
esac

# run MODULE JVM-OPTION... CLASS [ARGUMENT...]: native access is that of the database.
run() {
  exec "$jdk/bin/java" --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -Xshare:auto -cp "$root/$1/target/classes:$root/$1/target/lib/*" "${@:2}"
}

# operator_command NAME [ARGUMENT...]: builds the commands of operators, and runs one.
operator_command() {
  build "contract ops/cli ops/commands"
  run ops/commands org.allowput.ops.cli.Operations "$@"
}
