# What all scripts need to start a Java. Sourced by `haven`, `standalone` and `.ci/run`; finding a Java takes bash
# built-ins only, so that it is quick and works on any PATH.

oldest_java=21

# The major version of the Java in folder $1, from its file `release`; nothing if there is none.
java_version() {
    local line
    [[ -x "$1/bin/java" && -r "$1/release" ]] || return 0
    while read -r line; do
        if [[ "$line" =~ ^JAVA_VERSION=\"?([0-9]+) ]]; then echo "${BASH_REMATCH[1]}"; return 0; fi
    done < "$1/release"
}

# The folder of the `java` on PATH, through the links that systems put there.
java_on_path() {
    local java link
    java=$(type -P java) || return 0
    while [[ -L "$java" ]]; do
        link=$(readlink "$java") || return 0
        [[ "$link" == /* ]] || link="${java%/*}/$link"
        java="$link"
    done
    echo "${java%/bin/java}"
}

# Where systems and tools install them. HAVEN_JDK_FOLDERS (separated by colons) replaces these places.
jdk_folders() {
    if [[ -n "${HAVEN_JDK_FOLDERS+set}" ]]; then tr_colons "$HAVEN_JDK_FOLDERS"; return 0; fi
    local folder
    for folder in /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
            /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
            "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/*; do
        echo "$folder"
    done
}

tr_colons() {
    local IFS=: folder
    for folder in $1; do echo "$folder"; done
}

# Prints the folder of a Java that is new enough: the one the user chose, else the newest. Fails if there is none.
find_jdk() {
    local folder version best="" best_version=0
    for folder in "${JAVA_HOME:-}" "${JDK_HOME:-}" "$(java_on_path)"; do
        version=$(java_version "$folder")
        if (( ${version:-0} >= oldest_java )); then echo "$folder"; return 0; fi
    done
    while read -r folder; do
        version=$(java_version "$folder")
        if (( ${version:-0} >= oldest_java && version > best_version )); then best="$folder" best_version=$version; fi
    done < <(jdk_folders)
    [[ -n "$best" ]] && echo "$best"
}

# The same, or a message that says what to install.
require_jdk() {
    find_jdk && return 0
    echo "Cannot start HavenLake: no JDK $oldest_java or later was found in JAVA_HOME, JDK_HOME, on PATH or in the usual" \
        "folders. Install one (Ubuntu and Debian 13: apt install openjdk-21-jdk; macOS: brew install openjdk; any:" \
        "https://adoptium.net), or set JAVA_HOME to its folder." >&2
    return 2
}

# MKL, under BigDL, takes its slowest path on processors of other makers unless told that they know AVX2.
tell_mkl() {
    if grep -q AuthenticAMD /proc/cpuinfo 2>/dev/null && grep -q avx2 /proc/cpuinfo; then
        export MKL_DEBUG_CPU_TYPE=${MKL_DEBUG_CPU_TYPE:-5}
    fi
}
